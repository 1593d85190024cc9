using System.Diagnostics;
using Orleans.Concurrency;
using Realtime.Configuration;
using Realtime.Grains.Interfaces.GuardrailCalls;
using Realtime.Guardrails;
using Realtime.Guardrails.Running;

namespace Realtime.Grains.GuardrailCalls;

/// <inheritdoc/>
[StatelessWorker]
[Reentrant]
internal sealed class GuardrailGrain(GuardrailCatalogs catalogs, GuardrailRunner runner) : Grain, IGuardrailGrain
{
    /// <inheritdoc/>
    public async Task<GuardrailAnswer> Apply(GuardrailCall call)
    {
        var guardrails = catalogs.Current.Find(call.Guardrail);
        if (guardrails.Count == 0)
        {
            return new GuardrailAnswer(false, null, null);
        }

        var request = new GuardrailRequest
        {
            Text = call.Text,
            Mode = call.IsResponse ? GuardrailMode.PostCall : GuardrailMode.PreCall,
            Input = call.IsResponse ? GuardrailInput.ModelText : GuardrailInput.Direct,
            Caller = new GuardrailCaller { KeyHash = call.KeyHash },
        };

        // Entries of one name share the work of sessions; here the first does it.
        var decision = await runner.DecideAsync([guardrails[0]], request, Activity.Current?.Context ?? default, CancellationToken.None);
        return decision.IsBlocked ? new GuardrailAnswer(true, null, decision.Reason) : new GuardrailAnswer(true, decision.Text, null);
    }
}

using System.Collections.Concurrent;
using Realtime.Guardrails;

namespace Realtime.Grains.Tests.Sessions.Guarding;

/// <summary>An engine that finds "bad", masks "secret", is away for "down", and answers when the test lets it.</summary>
internal sealed class ScriptedEngine : IGuardrailEngine
{
    public ConcurrentQueue<GuardrailRequest> Asked { get; } = new();

    /// <summary>Gets or sets what the next verdicts wait for.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    public async ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        Asked.Enqueue(request);
        await Open.WaitAsync(cancellationToken);
        return request.Text.Contains("bad", StringComparison.Ordinal) ? GuardrailVerdict.Block("Bad words.")
            : request.Text.Contains("down", StringComparison.Ordinal) ? GuardrailVerdict.Failed("it is away")
            : request.Text.Contains("secret", StringComparison.Ordinal) ? GuardrailVerdict.Mask(request.Text.Replace("secret", "[X]", StringComparison.Ordinal))
            : GuardrailVerdict.Allow;
    }
}

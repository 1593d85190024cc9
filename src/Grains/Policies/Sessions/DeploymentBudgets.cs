using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Policies.Sessions;

/// <summary>Leaves deployments out whose own budget (<c>max_budget</c>) or whose provider's (<c>provider_budget_config</c>) is used up.</summary>
internal sealed class DeploymentBudgets(IGrainFactory grains, ConfigStore config, TimeProvider time)
{
    /// <summary>Leaves them out.</summary>
    /// <param name="deployments">The deployments.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>The deployments that are left, and why none is where none is.</returns>
    public async Task<(IReadOnlyList<Deployment> Left, SessionRefusal? Refusal)> WithinAsync(
        IReadOnlyList<Deployment> deployments, CancellationToken cancellationToken)
    {
        var refusals = await Task.WhenAll(deployments.Select(one => CheckAsync(one, cancellationToken))).ConfigureAwait(false);
        Deployment[] left = [.. deployments.Where((_, index) => refusals[index] is null)];
        return (left, left.Length == 0 ? refusals.FirstOrDefault(refusal => refusal is not null) : null);
    }

    private async Task<SessionRefusal?> CheckAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var scopes = new List<string>();
        if (deployment.MaxBudget is not null)
        {
            scopes.Add(PolicyScopes.Deployment(deployment.Id));
        }

        if (config.Current.Router.ProviderBudgets.ContainsKey(deployment.Provider))
        {
            scopes.Add(PolicyScopes.Provider(deployment.Provider));
        }

        var answers = await Task.WhenAll(scopes.Select(scope => AskAsync(scope, cancellationToken))).ConfigureAwait(false);
        return answers.FirstOrDefault(refusal => refusal is not null);
    }

    private async Task<SessionRefusal?> AskAsync(string scope, CancellationToken cancellationToken)
    {
        try
        {
            var grain = grains.GetGrain<IKeyPolicyGrain>(scope);
            return (await GrainCalls.AskAsync(() => grain.BeginTurn([]).AsTask(), time, cancellationToken).ConfigureAwait(false)).Refusal;
        }
        catch (TimeoutException)
        {
            return config.Current.General.FailClosedBudgetEnforcement ? PolicyStateRefusals.Unavailable : null;
        }
    }
}

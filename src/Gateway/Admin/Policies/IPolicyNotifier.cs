namespace Realtime.Gateway.Admin.Policies;

/// <summary>Tells the cluster that somebody's limits, budget or state changed, so that running sessions learn it at once.</summary>
internal interface IPolicyNotifier
{
    /// <summary>Tells it.</summary>
    /// <param name="scopes">Whose; see <see cref="Realtime.Grains.Interfaces.Policies.PolicyScopes"/>.</param>
    /// <returns>A task that ends when the sessions' silos know, or could not be told in time. The change is kept either way.</returns>
    Task ChangedAsync(IReadOnlyCollection<string> scopes);
}

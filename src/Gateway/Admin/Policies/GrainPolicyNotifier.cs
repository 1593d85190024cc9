using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Gateway.Admin.Policies;

/// <summary>Asks the policy grains to read again what is set.</summary>
internal sealed partial class GrainPolicyNotifier(IGrainFactory grains, TimeProvider time, ILogger<GrainPolicyNotifier> logger) : IPolicyNotifier
{
    private const int AtATime = 64;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task ChangedAsync(IReadOnlyCollection<string> scopes)
    {
        foreach (var some in scopes.Chunk(AtATime))
        {
            await Task.WhenAll(some.Select(RefreshAsync)).ConfigureAwait(false);
        }
    }

    private async Task RefreshAsync(string scope)
    {
        try
        {
            await grains.GetGrain<IKeyPolicyGrain>(scope).Refresh().WaitAsync(CallTimeout, time).ConfigureAwait(false);
        }
        catch (Exception exception) when (CallFailures.IsAway(exception))
        {
            // A grain that is not active reads the database when it is wanted.
            LogNotTold(PolicyScopes.Split(scope).Kind, exception.GetType().Name);
        }
    }

    [LoggerMessage(
        EventId = 2401,
        Level = LogLevel.Warning,
        Message = "A changed {Kind} is kept, but the cluster could not be told at once ({Reason}): running sessions learn of it when they renew their leases")]
    private partial void LogNotTold(string kind, string reason);
}

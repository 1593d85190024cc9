using Orleans.Runtime.Placement;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Interfaces.Sessions.Takeover;

namespace Realtime.Gateway.Sessions;

/// <summary>Finds a silo that goes on with a session whose own is gone, or sends it elsewhere. The same attempt is made until it is answered.</summary>
/// <param name="grain">The session's grain.</param>
/// <param name="parts">What all sessions of the gateway share.</param>
/// <param name="know">Gives what the gateway knows of the session now, under an attempt's id.</param>
/// <param name="observer">What the next silo is to call.</param>
internal sealed class SiloSearch(
    IRealtimeSessionGrain grain, RemoteSessionParts parts, Func<string, SessionReattachRequest> know, ISessionClient observer)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Asks until a silo has taken the session, none can, or nobody wants it any more.</summary>
    /// <param name="leaving">The silo that sends the session away; null where it is gone.</param>
    /// <param name="isWanted">Whether anybody waits for the session still.</param>
    /// <returns>The silo's answer; null with the code of the last refusal.</returns>
    public async Task<(SessionOpenResult? Found, string Code)> FindAsync(string? leaving, Func<bool> isWanted)
    {
        var start = parts.Time.GetTimestamp();
        var attempt = SessionIds.Create();
        List<string> refused = leaving is null ? [] : [leaving];
        var code = "unreachable";
        while (parts.Time.GetElapsedTime(start) < Longest && isWanted())
        {
            var result = await TryAsync(know(attempt), refused).ConfigureAwait(false);
            if (result is { Refusal: null })
            {
                return (result, "");
            }

            if (result?.Refusal is { } refusal)
            {
                code = refusal.Code;
                if (code == SessionRefusal.LostCode)
                {
                    break;
                }

                if (result.Silo.Length > 0)
                {
                    refused.Add(result.Silo);
                }
            }

            await Task.Delay(Delay, parts.Time).ConfigureAwait(false);
        }

        return (null, code);
    }

    private async Task<SessionOpenResult?> TryAsync(SessionReattachRequest request, List<string> refused)
    {
        if (refused.Count > 0 && parts.Balance.Choose(refused) is { } silo)
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, SiloAddress.FromParsableString(silo));
        }

        try
        {
            return await grain.Reattach(request, observer).WaitAsync(CallTimeout, parts.Time).ConfigureAwait(false);
        }
        catch (Exception exception) when (CallFailures.IsAway(exception))
        {
            return null;
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }
}

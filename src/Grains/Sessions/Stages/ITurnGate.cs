using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>Says whether a turn may begin.</summary>
internal interface ITurnGate
{
    /// <summary>Gets a value indicating whether a turn must be asked for; where nothing limits turns nothing waits.</summary>
    bool MustAsk { get; }

    /// <summary>Counts a turn, if it may begin.</summary>
    /// <param name="cancellationToken">The session ends.</param>
    /// <returns>Why it may not; null when it may.</returns>
    Task<SessionRefusal?> BeginTurnAsync(CancellationToken cancellationToken);
}

using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Interfaces.Policies;

/// <summary>Whether a turn may begin.</summary>
/// <param name="Refusal">Why not, with the time after which it may; null when it may.</param>
/// <param name="Ticket">Names the count, so that it can be taken back.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.TurnAnswer")]
public sealed record TurnAnswer([property: Id(0)] SessionRefusal? Refusal, [property: Id(1)] long Ticket);

using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Interfaces.Policies;

/// <summary>The answer to a booking.</summary>
/// <param name="Exhausted">Why the session must end, as its budget is used up; null when it need not.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.BookAnswer")]
public sealed record BookAnswer([property: Id(0)] SessionRefusal? Exhausted);

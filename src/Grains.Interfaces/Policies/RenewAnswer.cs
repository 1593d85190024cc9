using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Interfaces.Policies;

/// <summary>The answer to a renewal of leases.</summary>
/// <param name="Lost">Sessions whose lease had run out meanwhile and whose place is taken: they must end.</param>
/// <param name="Refusal">Why all sessions must end, as those of a blocked key; null when they need not.</param>
/// <param name="Document">What is set at this moment.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.RenewAnswer")]
public sealed record RenewAnswer(
    [property: Id(0)] IReadOnlyList<string> Lost,
    [property: Id(1)] SessionRefusal? Refusal,
    [property: Id(2)] PolicyDocument Document);

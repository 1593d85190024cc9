using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Interfaces.Policies;

/// <summary>A change that running sessions must know.</summary>
/// <param name="Scope">Whose; see <see cref="PolicyScopes"/>.</param>
/// <param name="Document">What is set now.</param>
/// <param name="Refusal">Why the sessions must end; null when they need not.</param>
/// <param name="AtTurnEnd">Whether a response that runs may still end.</param>
/// <param name="Models">The models that it concerns; empty: all.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.PolicyChange")]
public sealed record PolicyChange(
    [property: Id(0)] string Scope,
    [property: Id(1)] PolicyDocument Document,
    [property: Id(2)] SessionRefusal? Refusal,
    [property: Id(3)] bool AtTurnEnd,
    [property: Id(4)] IReadOnlyList<string> Models);

namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>A place at a deployment that a session holds.</summary>
/// <param name="SessionId">The session; it holds at most one place at a deployment.</param>
/// <param name="Token">Tells this taking of the place from a later one by the same session.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.LeaseRef")]
public sealed record LeaseRef([property: Id(0)] string SessionId, [property: Id(1)] Guid Token);

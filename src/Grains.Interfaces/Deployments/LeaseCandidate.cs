namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>A deployment that may be asked for a place.</summary>
/// <param name="DeploymentId">Its id.</param>
/// <param name="Request">What is asked of it.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.LeaseCandidate")]
public sealed record LeaseCandidate([property: Id(0)] string DeploymentId, [property: Id(1)] LeaseRequest Request);

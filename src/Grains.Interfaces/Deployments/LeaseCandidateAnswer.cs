namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>What a deployment answered to the question for a place.</summary>
/// <param name="DeploymentId">Its id.</param>
/// <param name="Answer">The answer.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.LeaseCandidateAnswer")]
public sealed record LeaseCandidateAnswer([property: Id(0)] string DeploymentId, [property: Id(1)] LeaseAnswer Answer);

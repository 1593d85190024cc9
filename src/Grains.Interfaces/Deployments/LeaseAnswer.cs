namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>The answer to the question for a place at a deployment.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.LeaseAnswer")]
public sealed record LeaseAnswer
{
    /// <summary>Gets why there is none.</summary>
    [Id(0)]
    public LeaseDenial Denial { get; init; }

    /// <summary>Gets after how long it is worth another try; null where nobody knows.</summary>
    [Id(1)]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets what is known of the deployment; null when it did not answer.</summary>
    [Id(2)]
    public DeploymentLoad? Load { get; init; }

    /// <summary>Gets a value indicating whether the place was given.</summary>
    public bool IsGranted => Denial == LeaseDenial.None;
}

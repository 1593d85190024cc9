namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>The question for a place at a deployment.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.LeaseRequest")]
public sealed record LeaseRequest
{
    /// <summary>Gets the place that is asked for. A session that holds one already gets it anew, whatever the limits say.</summary>
    [Id(0)]
    public required LeaseRef Lease { get; init; }

    /// <summary>Gets the limits that hold for the deployment, of the asking silo's configuration.</summary>
    [Id(1)]
    public required DeploymentLimits Limits { get; init; }

    /// <summary>Gets the provider's model for a deployment whose name is a pattern, since each model of it fails for itself; else null.</summary>
    [Id(2)]
    public string? Model { get; init; }

    /// <summary>Gets a place that is given back in the same step, as that of a connection opened ahead; null for none.</summary>
    [Id(3)]
    public LeaseRef? InPlaceOf { get; init; }
}

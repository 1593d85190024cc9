namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>A session that a deployment did not serve, and what follows from that.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.DeploymentFailure")]
public sealed record DeploymentFailure
{
    /// <summary>Gets the place that the session held.</summary>
    [Id(0)]
    public required LeaseRef Lease { get; init; }

    /// <summary>Gets a value indicating whether the place is kept, for another attempt or because the session goes on.</summary>
    [Id(1)]
    public bool KeepsLease { get; init; }

    /// <summary>Gets the provider's model for a deployment whose name is a pattern; else null.</summary>
    [Id(2)]
    public string? Model { get; init; }

    /// <summary>Gets the failures within a minute that are allowed; one more sends the deployment to rest. Null: this failure never does.</summary>
    [Id(3)]
    public int? AllowedFails { get; init; }

    /// <summary>Gets which failures are counted together: a kind of error with a number of its own, or empty for all others.</summary>
    [Id(4)]
    public string Counter { get; init; } = "";

    /// <summary>Gets how long the deployment rests.</summary>
    [Id(5)]
    public TimeSpan Rest { get; init; }

    /// <summary>Gets what happened, without host, path or credential.</summary>
    [Id(6)]
    public required string Message { get; init; }

    /// <summary>
    /// Gets a value indicating whether a running session lost its connection, which sends nobody away: for as long as a rest would last, the deployment
    /// is asked after all others.
    /// </summary>
    [Id(8)]
    public bool IsLoss { get; init; }

    /// <summary>Gets how long the attempt took when it failed by a time-out, which counts as its connect time; else null.</summary>
    [Id(7)]
    public TimeSpan? TimedOutAfter { get; init; }
}

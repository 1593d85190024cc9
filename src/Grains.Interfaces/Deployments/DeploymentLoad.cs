namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>What the cluster knows of a deployment at a moment.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.DeploymentLoad")]
public sealed record DeploymentLoad
{
    /// <summary>Gets what is known of a deployment that nothing is known of.</summary>
    public static DeploymentLoad Unknown { get; } = new();

    /// <summary>Gets the places that are held.</summary>
    [Id(0)]
    public int InFlight { get; init; }

    /// <summary>Gets until when it rests; null when it does not. Of a pattern it is the latest of any model's rest.</summary>
    [Id(1)]
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>Gets the average time of the last connects; null when there was none lately.</summary>
    [Id(2)]
    public TimeSpan? ConnectTime { get; init; }

    /// <summary>Gets the average time to first audio of the last answers; null when there was none lately.</summary>
    [Id(3)]
    public TimeSpan? FirstAudioTime { get; init; }

    /// <summary>Gets the sessions that began in the last minute.</summary>
    [Id(4)]
    public long RequestsLastMinute { get; init; }

    /// <summary>Gets the tokens that were used in the last minute.</summary>
    [Id(5)]
    public long TokensLastMinute { get; init; }

    /// <summary>Gets the result of the last probe.</summary>
    [Id(6)]
    public DeploymentHealth Health { get; init; }

    /// <summary>Gets when that probe was; null before the first.</summary>
    [Id(7)]
    public DateTimeOffset? ProbedAt { get; init; }

    /// <summary>Gets what the probe failed with, without host, path or credential; null when it did not fail.</summary>
    [Id(8)]
    public string? ProbeError { get; init; }

    /// <summary>Gets what the last failed connect failed with, without host, path or credential; null when there was none.</summary>
    [Id(9)]
    public string? LastFailure { get; init; }

    /// <summary>Gets a value indicating whether the probe failed by a time-out or a rate limit, which may pass by itself.</summary>
    [Id(10)]
    public bool ProbeErrorIsTransient { get; init; }

    /// <summary>Gets until when it is asked after all others, because sessions lost their connections to it; null when it is not.</summary>
    [Id(11)]
    public DateTimeOffset? UnsteadyUntil { get; init; }
}

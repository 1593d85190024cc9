namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>What a silo tells a deployment now and then: the places that its sessions hold, and what they measured.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.LeaseReport")]
public sealed record LeaseReport
{
    /// <summary>Gets the places that are held; a place that the deployment does not know, since it lost its memory, is taken up again.</summary>
    [Id(0)]
    public IReadOnlyList<LeaseRef> Held { get; init; } = [];

    /// <summary>Gets places that were given back in vain, because the deployment did not answer then.</summary>
    [Id(1)]
    public IReadOnlyList<LeaseRef> Released { get; init; } = [];

    /// <summary>Gets how long connects took.</summary>
    [Id(2)]
    public IReadOnlyList<TimeSpan> ConnectTimes { get; init; } = [];

    /// <summary>Gets how long answers took to their first audio.</summary>
    [Id(3)]
    public IReadOnlyList<TimeSpan> FirstAudioTimes { get; init; } = [];

    /// <summary>Gets the tokens that were used since the last report.</summary>
    [Id(4)]
    public long Tokens { get; init; }

    /// <summary>Gets a value indicating whether the deployment has limits, so that its places are worth storing.</summary>
    [Id(5)]
    public bool IsLimited { get; init; }
}

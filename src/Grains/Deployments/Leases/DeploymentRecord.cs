namespace Realtime.Grains.Deployments.Leases;

/// <summary>What is stored of a deployment with limits, so that they stay exact when the silo that counts dies.</summary>
[GenerateSerializer]
[Alias("Realtime.DeploymentRecord")]
internal sealed class DeploymentRecord
{
    /// <summary>Gets or sets the places that are held.</summary>
    [Id(0)]
    public List<LeaseEntry> Leases { get; set; } = [];

    /// <summary>Gets or sets the sessions begun, by the second of Unix time.</summary>
    [Id(1)]
    public Dictionary<long, long> Requests { get; set; } = [];

    /// <summary>Gets or sets the tokens used, by the second of Unix time.</summary>
    [Id(2)]
    public Dictionary<long, long> Tokens { get; set; } = [];
}

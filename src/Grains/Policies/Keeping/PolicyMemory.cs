using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Grains.Policies.Keeping;

/// <summary>What is kept of a policy in the cluster's store, so that limits stay exact through a silo's death.</summary>
[GenerateSerializer]
[Alias("Realtime.PolicyMemory")]
internal sealed class PolicyMemory
{
    /// <summary>Gets or sets when the lease of each session runs out.</summary>
    [Id(0)]
    public Dictionary<string, DateTimeOffset> Leases { get; set; } = [];

    /// <summary>Gets or sets the requests of the last minute, by second since 1970.</summary>
    [Id(1)]
    public Dictionary<long, long> Requests { get; set; } = [];

    /// <summary>Gets or sets the tokens of the last minute, by second since 1970.</summary>
    [Id(2)]
    public Dictionary<long, long> Tokens { get; set; } = [];

    /// <summary>Gets or sets what was set when the database answered last; null when it never did.</summary>
    [Id(3)]
    public PolicyDocument? Document { get; set; }

    /// <summary>Gets or sets the requests of the last minute by model and second.</summary>
    [Id(4)]
    public Dictionary<string, Dictionary<long, long>> ModelRequests { get; set; } = [];

    /// <summary>Gets or sets the tokens of the last minute by model and second.</summary>
    [Id(5)]
    public Dictionary<string, Dictionary<long, long>> ModelTokens { get; set; } = [];
}

namespace Realtime.Grains.Tests.Policies.Cluster;

/// <summary>Something to be kept.</summary>
[GenerateSerializer]
public sealed class PolicyMemoryBox
{
    [Id(0)]
    public object Value { get; set; } = null!;
}

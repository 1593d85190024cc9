namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>The tests that share one cluster, which takes its time to start.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterSet>
{
    internal const string Name = "cluster";
}

namespace Realtime.EndToEnd.Tests.Hosting;

/// <summary>The tests that share one cluster.</summary>
[CollectionDefinition(nameof(ClusterCollection))]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>;

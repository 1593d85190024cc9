using Realtime.EndToEnd.Tests.Hosting;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>Public clients on a cluster of gateways and silos.</summary>
[Collection(nameof(ClusterCollection))]
public sealed class ClusterClientTests(ClusterFixture gateway) : PublicClientTests(gateway);

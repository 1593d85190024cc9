using Realtime.EndToEnd.Tests.Hosting;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>Public clients on one gateway that holds its sessions itself.</summary>
[Collection(nameof(EmbeddedCollection))]
public sealed class EmbeddedClientTests(EmbeddedFixture gateway) : PublicClientTests(gateway);

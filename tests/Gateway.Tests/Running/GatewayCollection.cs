namespace Realtime.Gateway.Tests.Running;

/// <summary>The tests that share one gateway. They run one after another, since the machine is small.</summary>
[CollectionDefinition(Name)]
public sealed class GatewayCollection : ICollectionFixture<GatewayFixture>
{
    public const string Name = "gateway";
}

namespace Realtime.Gateway.Tests.Running;

/// <summary>Tests that measure the process and run when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection : ICollectionFixture<GatewayFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "alone";
}

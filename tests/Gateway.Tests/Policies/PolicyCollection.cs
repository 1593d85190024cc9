namespace Realtime.Gateway.Tests.Policies;

/// <summary>The tests that share one gateway with keys.</summary>
[CollectionDefinition(Name)]
public sealed class PolicyCollection : ICollectionFixture<PolicyFixture>
{
    public const string Name = "policy";
}

namespace Realtime.Gateway.Tests.Guardrails;

[CollectionDefinition(Name)]
public sealed class GuardCollection : ICollectionFixture<GuardFixture>
{
    public const string Name = "guardrails";
}

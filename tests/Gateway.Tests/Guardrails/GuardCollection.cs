namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>Tests on one guarded gateway. They take the processors whole, and run when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GuardCollection : ICollectionFixture<GuardFixture>
{
    public const string Name = "guardrails";
}

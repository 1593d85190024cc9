namespace Realtime.EndToEnd.Tests.Hosting;

/// <summary>The tests that share one embedded gateway.</summary>
[CollectionDefinition(nameof(EmbeddedCollection))]
public sealed class EmbeddedCollection : ICollectionFixture<EmbeddedFixture>;

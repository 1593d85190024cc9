namespace Realtime.EndToEnd.Tests.Hosting;

/// <summary>A connection as the simulated provider saw it.</summary>
/// <param name="Provider">Which provider it took itself for.</param>
/// <param name="Path">The path of the request.</param>
/// <param name="Query">Its query.</param>
/// <param name="Headers">Its headers, credentials made unreadable.</param>
/// <param name="Model">The model that was asked for.</param>
internal sealed record ProviderConnection(string Provider, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string? Model);

namespace Realtime.Providers.WebSockets;

/// <summary>Where and how a provider's WebSocket is opened.</summary>
/// <param name="Uri">The address, <c>ws</c> or <c>wss</c>. It is not logged: providers have credentials in theirs.</param>
/// <param name="Headers">The request's headers, credentials among them.</param>
internal sealed record UpstreamEndpoint(Uri Uri, IReadOnlyList<KeyValuePair<string, string>> Headers);

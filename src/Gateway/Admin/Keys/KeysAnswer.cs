namespace Realtime.Gateway.Admin.Keys;

/// <summary>Several keys with their rows.</summary>
/// <param name="Key">The keys that were found, as they were named in the request.</param>
/// <param name="Info">Their rows, in the same order.</param>
internal sealed record KeysAnswer(IReadOnlyList<string> Key, IReadOnlyList<KeyInfo> Info);

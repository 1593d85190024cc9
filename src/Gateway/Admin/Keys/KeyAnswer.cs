namespace Realtime.Gateway.Admin.Keys;

/// <summary>A key with its row.</summary>
/// <param name="Key">The key, as it was named in the request.</param>
/// <param name="Info">The row.</param>
internal sealed record KeyAnswer(string Key, KeyInfo Info);

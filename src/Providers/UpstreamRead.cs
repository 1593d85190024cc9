namespace Realtime.Providers;

/// <summary>What a provider's connection gave.</summary>
/// <param name="Payload">The message's bytes; valid until the next read.</param>
/// <param name="IsBinary">Whether it is a binary message.</param>
/// <param name="EndOfMessage">Whether the message ends with these bytes.</param>
/// <param name="End">How the connection ended; null while it is open.</param>
public readonly record struct UpstreamRead(ReadOnlyMemory<byte> Payload, bool IsBinary, bool EndOfMessage, UpstreamEnd? End);

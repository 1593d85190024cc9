namespace Realtime.Providers.Gemini;

/// <summary>
/// A connection of the Live API: its ends are told in the words that the session understands, since the service knows errors only as the reason
/// of a close.
/// </summary>
/// <param name="inner">The WebSocket.</param>
internal sealed class LiveConnection(IUpstreamConnection inner) : IUpstreamConnection
{
    /// <inheritdoc/>
    public ValueTask<UpstreamRead> ReadAsync(CancellationToken cancellationToken)
    {
        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new ValueTask<UpstreamRead>(Map(read.GetAwaiter().GetResult())) : Await(read);

        static async ValueTask<UpstreamRead> Await(ValueTask<UpstreamRead> read) => Map(await read.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public bool TryRead(out UpstreamRead read)
    {
        var has = inner.TryRead(out read);
        read = Map(read);
        return has;
    }

    /// <inheritdoc/>
    public void Enqueue(ReadOnlySpan<byte> payload, bool binary, bool endOfMessage = true)
    {
        // The service takes JSON alone; binary is what a client sent that no edge could read.
        if (!binary)
        {
            inner.Enqueue(payload, binary, endOfMessage);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask CloseAsync(int code, string reason, CancellationToken cancellationToken) => inner.CloseAsync(code, reason, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static UpstreamRead Map(in UpstreamRead read) => read.End is { } end ? read with { End = LiveEnds.Map(end) } : read;
}

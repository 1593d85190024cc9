namespace Realtime.Providers.Gemini;

/// <summary>
/// A connection of the Live API: its ends are told in the words that the session understands, since the service knows errors only as the reason
/// of a close.
/// </summary>
/// <param name="inner">The WebSocket.</param>
/// <param name="trust">Is told when the service refuses the deployment.</param>
internal sealed class LiveConnection(IUpstreamConnection inner, ISetupTrust trust) : IUpstreamConnection
{
    private static readonly byte[] RateLimitMessage = """{"gatewayFailure":{"code":"rate_limit_exceeded"}}"""u8.ToArray();

    private UpstreamRead? _end;

    /// <inheritdoc/>
    public ValueTask<UpstreamRead> ReadAsync(CancellationToken cancellationToken)
    {
        if (_end is { } end)
        {
            return new ValueTask<UpstreamRead>(end);
        }

        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new ValueTask<UpstreamRead>(Map(read.GetAwaiter().GetResult())) : AwaitAsync(read);
    }

    /// <inheritdoc/>
    public bool TryRead(out UpstreamRead read)
    {
        if (_end is { } end)
        {
            read = end;
            return true;
        }

        var has = inner.TryRead(out read);
        read = has ? Map(read) : read;
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
    public ValueTask CloseReadingOnAsync(int code, string reason, CancellationToken cancellationToken) =>
        inner.CloseReadingOnAsync(code, reason, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask<UpstreamRead> AwaitAsync(ValueTask<UpstreamRead> read) => Map(await read.ConfigureAwait(false));

    // Before an end for want of quota comes a message that says so, since the answer that is under way fails for that reason and no other.
    private UpstreamRead Map(in UpstreamRead read)
    {
        if (read.End is not { } end)
        {
            return read;
        }

        var mapped = read with { End = LiveEnds.Map(end) };
        if (LiveEnds.IsRefusal(mapped.End!))
        {
            trust.Refused();
        }

        if (_end is null && mapped.End!.Reason == LiveEnds.RateLimited)
        {
            _end = mapped;
            return new UpstreamRead(RateLimitMessage, IsBinary: true, EndOfMessage: true, End: null);
        }

        return mapped;
    }
}

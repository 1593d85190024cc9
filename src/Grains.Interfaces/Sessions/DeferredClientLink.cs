using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>A client whose socket comes a moment after its session was opened; the first events wait for it.</summary>
public sealed class DeferredClientLink : IClientLink
{
    private readonly List<(FrameKind Kind, byte[] Payload, bool EndOfMessage)> _waiting = [];
    private readonly Task<IClientLink> _attached;
    private volatile IClientLink? _client;
    private volatile bool _insideMessage;

    /// <summary>Initializes a new instance of the <see cref="DeferredClientLink"/> class.</summary>
    /// <param name="attached">Gives the client's socket; cancelled when it never comes.</param>
    public DeferredClientLink(Task<IClientLink> attached) => _attached = attached;

    /// <summary>Gets a value indicating whether a message has begun whose last piece is still to come.</summary>
    public bool IsInsideMessage => _insideMessage;

    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
        _insideMessage = !endOfMessage;
        if (_client is { } client)
        {
            client.Enqueue(kind, payload, endOfMessage);
            return;
        }

        lock (_waiting)
        {
            if (_client is { } attached)
            {
                attached.Enqueue(kind, payload, endOfMessage);
            }
            else
            {
                _waiting.Add((kind, payload.ToArray(), endOfMessage));
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) =>
        _client is { } client ? client.FlushAsync(cancellationToken) : AttachAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task EndAsync(SessionEnd end)
    {
        // A session may end before its client's socket is there; the client must be told all the same.
        await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        if (_client is { } client)
        {
            await client.EndAsync(end).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> AttachAsync(CancellationToken cancellationToken)
    {
        IClientLink client;
        try
        {
            client = await _attached.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        lock (_waiting)
        {
            foreach (var (kind, payload, endOfMessage) in _waiting)
            {
                client.Enqueue(kind, payload, endOfMessage);
            }

            _waiting.Clear();
            _client = client;
        }

        return await client.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}

using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions;

/// <summary>A client whose socket is held by this process. It comes a moment after the session was opened; the first events wait for it.</summary>
internal sealed class LocalClientLink(LocalSession local) : IClientLink
{
    private readonly List<(FrameKind Kind, byte[] Payload, bool EndOfMessage)> _waiting = [];
    private volatile IClientLink? _client;

    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
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
        if (_client is null && !local.Client.IsCompletedSuccessfully)
        {
            return;
        }

        await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await _client!.EndAsync(end).ConfigureAwait(false);
    }

    private async ValueTask<bool> AttachAsync(CancellationToken cancellationToken)
    {
        IClientLink client;
        try
        {
            client = await local.Client.WaitAsync(cancellationToken).ConfigureAwait(false);
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

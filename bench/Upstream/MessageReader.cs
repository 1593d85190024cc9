using System.Net.WebSockets;

namespace Realtime.Bench.Upstream;

/// <summary>Reads whole messages from a WebSocket into memory of its own.</summary>
internal sealed class MessageReader(WebSocket socket)
{
    private byte[] _buffer = new byte[4096];

    /// <summary>Reads the next message; null when the other side says goodbye. It is valid until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellation);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += result.Count;
            if (result.EndOfMessage)
            {
                return _buffer.AsMemory(0, length);
            }

            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
        }
    }
}

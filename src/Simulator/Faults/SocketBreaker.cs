using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Realtime.Simulator.Faults;

/// <summary>Breaks the connection of a request at its socket.</summary>
internal sealed class SocketBreaker(HttpContext context) : IConnectionBreaker
{
    private readonly Socket? _socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;

    public void Reset()
    {
        // Without lingering, closing throws away what is unsent and resets.
        _socket?.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket?.Close(timeout: 0);
        context.Abort();
    }

    public void Drop()
    {
        try
        {
            _socket?.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer was faster; then the connection is gone, as was wanted.
        }
    }
}

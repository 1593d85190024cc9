using System.Net;
using System.Net.Sockets;

namespace Realtime.Grains.Cluster;

/// <summary>Asks an address whether anybody listens there.</summary>
/// <param name="time">The clock.</param>
internal sealed class SiloPortCheck(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Tries to connect.</summary>
    /// <param name="endpoint">The address.</param>
    /// <returns>
    /// Whether the connection was refused, which the machine itself answers when no process listens there. Not when nothing answers: that may
    /// be the network's fault.
    /// </returns>
    public async Task<bool> IsRefusedAsync(IPEndPoint endpoint)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var deadline = new CancellationTokenSource(Patience, time);
        try
        {
            await socket.ConnectAsync(endpoint, deadline.Token).ConfigureAwait(false);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Realtime.Hosting.Cluster;

/// <summary>Finds ports that nobody uses, so that several processes on one machine do not disturb each other.</summary>
public static class FreePorts
{
    // Below what systems give to outgoing connections, one of which might take a port between its finding and its use.
    private const int First = 20_000;
    private const int End = 32_000;

    /// <summary>Finds free ports of the loopback address. They are drawn at random, so that two processes that search at once find others.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The ports, all different.</returns>
    public static int[] Find(int count)
    {
        var listeners = new List<TcpListener>(count);
        try
        {
            while (listeners.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(First, End));
                try
                {
                    listener.Start();
                    listeners.Add(listener);
                }
                catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
                {
                    listener.Dispose();
                }
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Stop());
        }
    }
}

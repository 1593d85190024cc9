using System.Net;
using System.Net.Sockets;

namespace Realtime.Hosting.Cluster;

/// <summary>Finds ports that nobody uses, so that several processes on one machine do not disturb each other.</summary>
public static class FreePorts
{
    /// <summary>Finds free ports of the loopback address.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The ports, all different.</returns>
    public static int[] Find(int count)
    {
        var listeners = new List<TcpListener>(count);
        try
        {
            for (var index = 0; index < count; index++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Stop());
        }
    }
}

using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Realtime.Silo;

/// <summary>Chooses the address under which the other processes of the cluster reach this silo.</summary>
internal static class SiloAddressChoice
{
    /// <summary>Chooses.</summary>
    /// <param name="host">What the operator said, an address; null when nothing.</param>
    /// <param name="redis">The cluster's Redis: where it is this machine's own, the cluster is too.</param>
    /// <returns>The address.</returns>
    public static IPAddress Choose(string? host, ConfigurationOptions redis)
    {
        if (IPAddress.TryParse(host, out var given) && !given.Equals(IPAddress.Any) && !given.Equals(IPAddress.IPv6Any))
        {
            return given;
        }

        return redis.EndPoints.All(IsThisMachine) ? IPAddress.Loopback : FirstAddress() ?? IPAddress.Loopback;
    }

    private static bool IsThisMachine(EndPoint endpoint) => endpoint switch
    {
        IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
        DnsEndPoint dns => dns.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static IPAddress? FirstAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);
}

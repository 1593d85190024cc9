using System.Net;
using StackExchange.Redis;

namespace Realtime.Hosting.Cluster;

/// <summary>The Redis that keeps a cluster's membership.</summary>
public static class RedisAddress
{
    /// <summary>Reads an operator's address.</summary>
    /// <param name="text"><c>HOST:PORT</c>, or StackExchange.Redis' configuration string for TLS and passwords.</param>
    /// <param name="options">The connection's options, which wait for a Redis that is away.</param>
    /// <returns>Whether the address can be read.</returns>
    public static bool TryParse(string text, out ConfigurationOptions options)
    {
        options = new ConfigurationOptions();
        try
        {
            options = ConfigurationOptions.Parse(text);
        }
        catch (ArgumentException)
        {
            return false;
        }

        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2000;
        options.ClientName = "realtime";
        return options.EndPoints.Count > 0
            && options.EndPoints.All(endpoint => endpoint is not DnsEndPoint dns || dns.Host.Length > 0);
    }
}

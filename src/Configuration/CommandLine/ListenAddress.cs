using System.Net;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Source;

namespace Realtime.Configuration.CommandLine;

/// <summary>Decides where a gateway listens: without a master key, only on this machine.</summary>
public static class ListenAddress
{
    /// <summary>The host when no master key is set.</summary>
    public const string LoopbackHost = "127.0.0.1";

    /// <summary>The host when a master key is set: every address.</summary>
    public const string AnyHost = "0.0.0.0";

    /// <summary>Decides.</summary>
    /// <param name="host">The host that was asked for (an address, <c>localhost</c>, <c>*</c> or a name); null: none.</param>
    /// <param name="hasMasterKey">Whether <c>general_settings.master_key</c> is set.</param>
    /// <param name="problem">Why the gateway must not start: a host that others can reach, and no key to ask them for.</param>
    /// <returns>The host to listen on; null with a problem.</returns>
    public static string? Resolve(string? host, bool hasMasterKey, out ConfigProblem? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(host))
        {
            return hasMasterKey ? AnyHost : LoopbackHost;
        }

        if (hasMasterKey || IsLoopback(host))
        {
            return host;
        }

        problem = new ConfigProblem(
            new SourcePosition("(command line)", 1, 1),
            "--host",
            $"'{host}' lets other machines connect, and no master key is set",
            "set general_settings.master_key or LITELLM_MASTER_KEY, or listen on 127.0.0.1");
        return null;
    }

    /// <summary>Says whether only this machine can reach a host. A name other than <c>localhost</c> counts as reachable.</summary>
    /// <param name="host">The host.</param>
    public static bool IsLoopback(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}

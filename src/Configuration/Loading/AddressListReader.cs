using System.Net;

namespace Realtime.Configuration.Loading;

/// <summary>Reads a list of addresses and networks.</summary>
internal static class AddressListReader
{
    /// <summary>Reads the list; what is no address is a problem.</summary>
    /// <param name="s">The section.</param>
    /// <param name="key">The list's key.</param>
    /// <returns>The networks; a single address is one of its own length.</returns>
    public static IPNetwork[] Read(SectionReader s, string key)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in s.Texts(key).Select(text => text.Trim()))
        {
            if (IPAddress.TryParse(text, out var address))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else
            {
                s.Problem(key, $"'{text}' is no address", "write addresses and networks, such as 10.1.2.3, 10.1.0.0/16 or 2001:db8::/32");
            }
        }

        return [.. networks];
    }
}

using System.Net;
using Realtime.Configuration;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Admission;

/// <summary>
/// Keeps web pages from elsewhere out. Without a master key the browser itself is the only thing between any page that a person
/// opens and this gateway, so only pages of this machine may connect; with one, <c>allowed_origins</c> decides.
/// </summary>
internal static class OriginGate
{
    /// <summary>Checks where a request comes from.</summary>
    /// <param name="request">The request.</param>
    /// <param name="general">The settings.</param>
    /// <returns>Why it is refused; null when it is not.</returns>
    public static SessionRefusal? Check(HttpRequest request, GeneralSettings general)
    {
        var origin = request.Headers.Origin.ToString();
        if (general.MasterKey is null)
        {
            return !IsLoopback(request.Host.Host) || (origin.Length > 0 && !IsLoopback(HostOf(origin)))
                ? Refusals.OriginDenied("Without general_settings.master_key only this machine may connect. Set a master key.")
                : null;
        }

        return origin.Length == 0
            || general.AllowedOrigins.Count == 0
            || general.AllowedOrigins.Contains("*", StringComparer.Ordinal)
            || general.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            ? null
            : Refusals.OriginDenied("This origin is not in general_settings.allowed_origins.");
    }

    private static string HostOf(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) ? uri.Host : "";

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

using System.Net;
using Realtime.Configuration;

namespace Realtime.Gateway.Admission;

/// <summary>Where a request comes from.</summary>
internal static class ClientAddress
{
    /// <summary>Finds the client's address.</summary>
    /// <param name="request">The request.</param>
    /// <param name="general">Says whether a proxy tells it in <c>X-Forwarded-For</c>.</param>
    /// <returns>The address as it was told; null when not known.</returns>
    public static string? Text(HttpRequest request, GeneralSettings general)
    {
        var forwarded = general.UseXForwardedFor ? request.Headers["X-Forwarded-For"].ToString().Split(',')[0].Trim() : "";
        return forwarded.Length > 0 ? forwarded : request.HttpContext.Connection.RemoteIpAddress?.ToString();
    }

    /// <summary>Finds the client's address.</summary>
    /// <param name="request">The request.</param>
    /// <param name="general">Says whether a proxy tells it in <c>X-Forwarded-For</c>.</param>
    /// <returns>The address; null when not known.</returns>
    public static IPAddress? Find(HttpRequest request, GeneralSettings general) =>
        !IPAddress.TryParse(Text(request, general), out var address) ? null
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address;
}

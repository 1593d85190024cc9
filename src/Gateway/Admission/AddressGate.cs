using Realtime.Configuration;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Admission;

/// <summary>Lets in whom <c>allowed_ips</c> names. Probes of health answer anybody, since whoever balances the load is nobody's client.</summary>
internal static class AddressGate
{
    /// <summary>Puts the gate before all routes.</summary>
    /// <param name="app">The application.</param>
    public static void UseAddressGate(this WebApplication app)
    {
        var config = app.Services.GetRequiredService<ConfigStore>();
        app.Use((context, next) => Check(context.Request, config.Current.General) is { } refusal
            ? ErrorBody.WriteAsync(context.Response, refusal)
            : next(context));
    }

    /// <summary>Checks where a request comes from.</summary>
    /// <param name="request">The request.</param>
    /// <param name="general">The settings.</param>
    /// <returns>Why it is refused; null when it is not.</returns>
    public static SessionRefusal? Check(HttpRequest request, GeneralSettings general)
    {
        if (general.AllowedIps.Count == 0 || request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var address = ClientAddress.Find(request, general);
        return address is not null && general.AllowedIps.Any(network => network.Contains(address)) ? null : Refusals.AddressDenied(address);
    }
}

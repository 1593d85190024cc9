using System.Net.Http.Headers;
using Realtime.Configuration.Reload;
using Realtime.Hosting.Telemetry;

namespace Realtime.Silo;

/// <summary>Asks for the master key at <c>/metrics</c> where <c>require_auth_for_metrics_endpoint</c> says so; a silo serves no other keys.</summary>
internal static class MetricsGate
{
    /// <summary>Puts the gate before the metrics.</summary>
    /// <param name="app">The application.</param>
    public static void UseMetricsGate(this WebApplication app)
    {
        var config = app.Services.GetRequiredService<ConfigStore>();
        app.UseWhen(
            context => config.Current.LiteLlm.RequireAuthForMetricsEndpoint && context.Request.Path.Equals(RealtimeTelemetry.MetricsPath, StringComparison.OrdinalIgnoreCase),
            branch => branch.Use((context, next) =>
            {
                var master = config.Current.General.MasterKey;
                var key = AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header) ? header.Parameter : null;
                if (master is null || (key is not null && master.Matches(key)))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return Task.CompletedTask;
            }));
    }
}

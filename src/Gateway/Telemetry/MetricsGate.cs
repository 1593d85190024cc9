using Realtime.Configuration.Reload;
using Realtime.Gateway.Admission;
using Realtime.Gateway.Edge;
using Realtime.Gateway.Errors;
using Realtime.Hosting.Telemetry;

namespace Realtime.Gateway.Telemetry;

/// <summary>Asks for a key at <c>/metrics</c> where <c>require_auth_for_metrics_endpoint</c> says so; any valid key will do, as with LiteLLM.</summary>
internal static class MetricsGate
{
    /// <summary>Puts the gate before the metrics.</summary>
    /// <param name="app">The application.</param>
    public static void UseMetricsGate(this WebApplication app)
    {
        var config = app.Services.GetRequiredService<ConfigStore>();
        var keys = app.Services.GetRequiredService<KeyGate>();
        app.UseWhen(
            context => config.Current.LiteLlm.RequireAuthForMetricsEndpoint && context.Request.Path.Equals(RealtimeTelemetry.MetricsPath, StringComparison.OrdinalIgnoreCase),
            branch => branch.Use(async (context, next) =>
            {
                var key = ClientCredentials.Read(context.Request, config.Current.General.KeyHeaderName).Key;
                var (caller, refusal) = await keys.AdmitAsync(key, context.RequestAborted).ConfigureAwait(false);
                if (caller is null)
                {
                    await ErrorBody.WriteAsync(context.Response, refusal!).ConfigureAwait(false);
                    return;
                }

                await next(context).ConfigureAwait(false);
            }));
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Realtime.Hosting.Logging;

/// <summary>The processes' logs: one line an entry on standard output, or JSON.</summary>
public static class RealtimeLogging
{
    /// <summary>Sets up the log. Levels can be set by <c>Logging__LogLevel__CATEGORY</c>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="json">Whether entries are JSON (<c>litellm_settings.json_logs</c>).</param>
    public static void AddRealtimeLogging(this IHostApplicationBuilder builder, bool json)
    {
        builder.Logging.ClearProviders();
        if (json)
        {
            builder.Logging.AddJsonConsole(options =>
            {
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        else
        {
            builder.Logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            });
        }

        // Request lines of the web server name query strings, and a query may carry a key; Orleans tells its own life at length.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // While this category can log, the web server keeps an activity for each request, which here lasts as long as a session.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.Orleans", LogLevel.Error);

        // Frames for a gateway that was killed a moment ago; that gateways come and go is told once each, by GatewayWatch.
        builder.Logging.AddFilter("Orleans.ClientGrainContext", LogLevel.None);

        // A process that is stopped while it waits for its cluster would tell its stop as a failed start; a real failure ends the process
        // with its own words on standard error.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // Orleans retries placements while a silo starts, and its retries tell each attempt with a stack.
        builder.Logging.AddFilter("Polly", LogLevel.Error);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Realtime.Hosting.Telemetry;

/// <summary>OpenTelemetry for a process: Prometheus at <c>/metrics</c>, OTLP where the standard variables ask for it.</summary>
public static class RealtimeTelemetry
{
    /// <summary>Where Prometheus asks.</summary>
    public const string MetricsPath = "/metrics";

    // The specification's variables for an exporter's address; without one nothing is exported.
    private static readonly string[] EndpointVariables =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    // Of one metric. OpenTelemetry makes room for them at the start, 2,000 by default: 18 MiB over all metrics. Labels here are few.
    private const int MostSeries = 500;

    /// <summary>Adds OpenTelemetry.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="process">The process's kind, as <c>gateway</c>; <c>OTEL_SERVICE_NAME</c> overrides it.</param>
    public static void AddRealtimeTelemetry(this IHostApplicationBuilder builder, string process)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("realtime-" + process, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}")
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddMeter("Realtime")
                .AddMeter("Microsoft.Orleans")
                .AddMeter("Microsoft.AspNetCore.Server.Kestrel")
                .AddRuntimeInstrumentation()
                .AddView(static _ => new MetricStreamConfiguration { CardinalityLimit = MostSeries })
                .AddPrometheusExporter());
        if (Array.Exists(EndpointVariables, name => !string.IsNullOrEmpty(builder.Configuration[name])))
        {
            // Spans are made only where they go somewhere: a session's would be held for as long as the session.
            telemetry.WithTracing(tracing => tracing.AddSource("Realtime"));
            telemetry.WithLogging();
            telemetry.UseOtlpExporter();
        }
    }
}

using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Realtime.Configuration.Models;
using Realtime.Grains.Deployments;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Telemetry;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>Opens a session's upstream: tries the group's deployments in turn, each until its provider's first event has come.</summary>
internal sealed partial class UpstreamOpener(
    ProviderRegistry providers,
    RealtimeMetrics metrics,
    Random random,
    TimeProvider time,
    ILogger<UpstreamOpener> logger)
{
    /// <summary>Opens an upstream.</summary>
    /// <param name="group">The model's deployments.</param>
    /// <param name="request">What the session is for.</param>
    /// <param name="limits">The connection's limits.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <returns>The upstream, or the refusal that the client is told.</returns>
    public async Task<UpstreamOpenResult> OpenAsync(
        ModelGroup group, SessionOpenRequest request, UpstreamLimits limits, CancellationToken cancellationToken)
    {
        var refusals = new List<UpstreamRefusal>();
        foreach (var deployment in DeploymentOrder.Shuffle(group.Deployments, random))
        {
            using var activity = RealtimeMetrics.Activities.StartActivity("realtime connect", ActivityKind.Client);
            activity?.SetTag("gen_ai.provider.name", SessionTelemetry.ProviderName(deployment.Provider));
            activity?.SetTag("realtime.deployment.id", deployment.Id);
            var upstream = new UpstreamRequest
            {
                Deployment = deployment,
                Intent = request.Intent,
                Query = request.Query,
                Limits = limits,
            };
            var start = time.GetTimestamp();
            var (link, refusal) = await OpenOneAsync(upstream, request, start, cancellationToken).ConfigureAwait(false);
            var outcome = link is null ? refusal!.Kind.ToString() : "Connected";
            metrics.ConnectTime.Record(
                time.GetElapsedTime(start).TotalSeconds,
                new KeyValuePair<string, object?>("gen_ai.provider.name", SessionTelemetry.ProviderName(deployment.Provider)),
                new KeyValuePair<string, object?>("realtime.deployment.id", deployment.Id),
                new KeyValuePair<string, object?>("realtime.outcome", outcome));
            if (link is not null)
            {
                return new UpstreamOpenResult(link, null);
            }

            activity?.SetStatus(ActivityStatusCode.Error, refusal!.Message);
            LogRefused(deployment.Id, deployment.ModelName, refusal!.Kind, refusal.Status, refusal.Code, refusal.Message);
            refusals.Add(refusal);
        }

        return new UpstreamOpenResult(null, UpstreamRefusals.ForClient(refusals));
    }

    private async Task<(UpstreamLink? Link, UpstreamRefusal? Refusal)> OpenOneAsync(
        UpstreamRequest upstream, SessionOpenRequest request, long start, CancellationToken cancellationToken)
    {
        var deployment = upstream.Deployment;
        if (providers.Find(deployment.Provider) is not { } provider)
        {
            return (null, new UpstreamRefusal(
                UpstreamRefusalKind.Refused, $"The provider '{deployment.Provider}' has no realtime connection in this version."));
        }

        using var timeout = new CancellationTokenSource(deployment.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        IUpstreamConnection? connection = null;
        try
        {
            var result = await provider.ConnectAsync(upstream, either.Token).ConfigureAwait(false);
            if (result.Connection is null)
            {
                return (null, result.Refusal);
            }

            connection = result.Connection;
            var translator = provider.CreateTranslator(upstream);
            var opening = new UpstreamOpening(connection, translator, time);
            if (await opening.RunAsync(request.BoundSettings, either.Token).ConfigureAwait(false) is { } refusal)
            {
                return (null, refusal);
            }

            var link = new UpstreamLink
            {
                Deployment = deployment,
                Dialect = provider.GetDialect(deployment),
                Connection = connection,
                Translator = translator,
                FirstEvents = opening.Events,
                PendingRead = opening.PendingRead,
                ConnectTime = time.GetElapsedTime(start),
            };
            connection = null;
            return (link, null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return (null, new UpstreamRefusal(
                UpstreamRefusalKind.Timeout, $"The provider did not answer within {deployment.Timeout.TotalSeconds:0.###} s."));
        }
        finally
        {
            if (connection is not null)
            {
                // Not awaited: the next deployment must not wait for the goodbye of this one.
                _ = CloseQuietlyAsync(connection);
            }
        }
    }

    private async Task CloseQuietlyAsync(IUpstreamConnection connection)
    {
        try
        {
            await connection.CloseAsync(1000, "", CancellationToken.None).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody awaits this; a connection that cannot be closed is as good as closed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogCloseFailed(exception);
        }
    }

    [LoggerMessage(
        EventId = 1201,
        Level = LogLevel.Warning,
        Message = "Deployment {Deployment} of {Model} did not take a session: {Kind}, status {Status}, code {Code}: {Reason}")]
    private partial void LogRefused(
        string deployment, string model, UpstreamRefusalKind kind, int? status, string? code, string reason);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Debug, Message = "A refused connection did not close cleanly")]
    private partial void LogCloseFailed(Exception exception);
}

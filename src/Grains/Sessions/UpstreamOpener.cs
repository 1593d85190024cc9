using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Deployments;
using Realtime.Grains.Telemetry;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>Opens a session's upstream: tries the group's deployments in turn, each until its provider's first event has come.</summary>
internal sealed partial class UpstreamOpener(
    UpstreamConnector connector, RealtimeMetrics metrics, Random random, TimeProvider time, ILogger<UpstreamOpener> logger)
{
    /// <summary>Opens an upstream.</summary>
    /// <param name="wish">What for.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <returns>The upstream, or the refusal that the client is told.</returns>
    public async Task<UpstreamOpenResult> OpenAsync(UpstreamWish wish, CancellationToken cancellationToken)
    {
        var refusals = new List<UpstreamRefusal>();
        var start = wish.Start ?? new UpstreamStart { SessionId = wish.SessionId, Settings = wish.Request.BoundSettings };
        var candidates = DeploymentOrder.Shuffle(
                wish.Group.Deployments.Where(deployment => !wish.ExcludedDeployments.Contains(deployment.Id)), random)
            .OrderBy(deployment => deployment.Id == wish.PreferredDeployment ? 0 : 1);
        foreach (var deployment in candidates)
        {
            using var activity = RealtimeMetrics.Activities.StartActivity("realtime connect", ActivityKind.Client);
            activity?.SetTag("gen_ai.provider.name", SessionTelemetry.ProviderName(deployment.Provider));
            activity?.SetTag("realtime.deployment.id", deployment.Id);
            var upstream = new UpstreamRequest
            {
                Deployment = deployment,
                Intent = wish.Request.Intent,
                Query = wish.Request.Query,
                Limits = wish.Limits,
            };
            var begin = time.GetTimestamp();
            var (link, refusal) = await connector.ConnectAsync(upstream, start, cancellationToken).ConfigureAwait(false);
            var outcome = link is null ? refusal!.Kind.ToString() : "Connected";
            metrics.ConnectTime.Record(
                time.GetElapsedTime(begin).TotalSeconds,
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

    [LoggerMessage(
        EventId = 1201,
        Level = LogLevel.Warning,
        Message = "Deployment {Deployment} of {Model} did not take a session: {Kind}, status {Status}, code {Code}: {Reason}")]
    private partial void LogRefused(
        string deployment, string model, UpstreamRefusalKind kind, int? status, string? code, string reason);
}

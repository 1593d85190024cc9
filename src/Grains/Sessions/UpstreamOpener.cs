using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Configuration.Reload;
using Realtime.Grains.Deployments;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Policies.Alerts;
using Realtime.Grains.Policies.Sessions;
using Realtime.Grains.Telemetry;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>
/// Opens a session's upstream: the group's deployments in turn, each until its provider's first event has come; then those whose failure may pass once
/// more; then the fallback groups.
/// </summary>
internal sealed partial class UpstreamOpener(
    UpstreamConnector connector,
    CandidateOrder order,
    LeaseDesk desk,
    DeploymentBudgets budgets,
    AlertBoard alerts,
    ConfigStore config,
    RealtimeMetrics metrics,
    Random random,
    TimeProvider time,
    ILogger<UpstreamOpener> logger)
{
    /// <summary>Opens an upstream.</summary>
    /// <param name="wish">What for.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <returns>The upstream, with the place at its deployment, or the refusal that the client is told.</returns>
    public async Task<UpstreamOpenResult> OpenAsync(UpstreamWish wish, CancellationToken cancellationToken)
    {
        var current = config.Current;
        var opening = new Opening(wish, RoutingRules.Of(current, wish.Request.Routing));
        var groups = new Queue<ModelGroup>([wish.Group]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { wish.Group.Name };
        for (var tried = 0; groups.TryDequeue(out var group) && tried <= opening.Rules.MaxFallbacks; tried++)
        {
            // One that is not asked because it was just lost, or whose budget is spent, fits the tags all the same.
            var usable = Usable(group, opening);
            if (usable.Count == 0 && tried == 0 && opening.Rules.FiltersTags && Unblocked(group).Any())
            {
                return new UpstreamOpenResult(null, UpstreamRefusals.WrongTags(wish.Request));
            }

            var (deployments, spent) = await budgets.WithinAsync(usable, cancellationToken).ConfigureAwait(false);
            if (spent is not null && groups.Count == 0 && !opening.Rules.FallbacksOf(group).Any(fallback => !seen.Contains(fallback)))
            {
                return new UpstreamOpenResult(null, spent);
            }

            if (await TryGroupAsync(opening, group, deployments, cancellationToken).ConfigureAwait(false) is { } link)
            {
                if (tried > 0)
                {
                    metrics.Fallbacks.Add(1, new KeyValuePair<string, object?>("gen_ai.request.model", wish.Group.GroupName));
                    LogFallback(wish.SessionId, wish.Group.Name, group.Name);
                }

                return new UpstreamOpenResult(link, null);
            }

            foreach (var fallback in opening.Rules.FallbacksOf(group).Where(seen.Add))
            {
                if (current.Models.Resolve(fallback) is { } next)
                {
                    groups.Enqueue(next);
                }
            }
        }

        alerts.Raise(new Alert(
            AlertTypes.Outage, "no_deployment", $"No deployment of the model {wish.Group.GroupName} takes sessions.", wish.Group.GroupName));
        return new UpstreamOpenResult(null, UpstreamRefusals.ForClient(opening.Refusals, opening.Denials));
    }

    /// <summary>Notes that a running session lost its connection before it had an answer. Nobody waits for it.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="deployment">The deployment.</param>
    /// <param name="end">How the connection ended.</param>
    public void Lost(string sessionId, Deployment deployment, UpstreamEnd end)
    {
        if (RestRules.DescribeLoss(sessionId, deployment, end, config.Current.Router) is { } loss)
        {
            _ = desk.LostAsync(deployment, loss);
        }
    }

    private static IEnumerable<Deployment> Unblocked(ModelGroup group) => group.Deployments.Where(deployment => !deployment.Info.Blocked);

    private static IReadOnlyList<Deployment> Usable(ModelGroup group, Opening opening)
    {
        var teamId = opening.Wish.Request.Principal?.TeamId;
        Deployment[] deployments = [.. Unblocked(group).Where(deployment => deployment.Info.TeamId is null || deployment.Info.TeamId == teamId)];
        IReadOnlyList<Deployment> allowed = opening.Rules.FiltersTags
            ? TagFilter.Apply(deployments, opening.Wish.Request.Tags, opening.Rules.AnyTag)
            : deployments;
        return allowed;
    }

    private async Task<UpstreamLink?> TryGroupAsync(
        Opening opening, ModelGroup group, IReadOnlyList<Deployment> deployments, CancellationToken cancellationToken)
    {
        var failed = new List<(Deployment Deployment, UpstreamRefusal Refusal)>();
        Deployment[] asked = [.. deployments.Where(deployment => !opening.Wish.ExcludedDeployments.Contains(deployment.Id))];
        foreach (var tier in order.Tiers(asked, opening.Rules, opening.Wish.PreferredDeployment))
        {
            var left = tier.ToList();
            while (left.Count > 0)
            {
                var (place, denials) = await desk.AcquireAsync(opening.Wish, group, left, opening.Rules).ConfigureAwait(false);
                opening.Denials.AddRange(denials);
                if (place is null)
                {
                    break;
                }

                left.RemoveAll(deployment => deployment == place.Deployment || denials.Any(denied => denied.Deployment == deployment));
                var (link, refusal) = await ConnectAsync(opening, place, deployments.Count > 1, cancellationToken).ConfigureAwait(false);
                if (link is not null)
                {
                    return link;
                }

                failed.Add((place.Deployment, refusal!));
            }
        }

        return await RetryAsync(opening, group, failed, deployments.Count > 1, cancellationToken).ConfigureAwait(false);
    }

    private async Task<UpstreamLink?> RetryAsync(
        Opening opening,
        ModelGroup group,
        List<(Deployment Deployment, UpstreamRefusal Refusal)> failed,
        bool hasSiblings,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; failed.Count > 0; attempt++)
        {
            // The next in turn of those that may be asked once more.
            failed.RemoveAll(entry => RetryRules.Allowed(entry.Refusal, group, opening.Rules) < attempt || desk.Rests(entry.Deployment));
            if (failed.Count == 0 || RetryRules.Wait(failed[0].Refusal, attempt, opening.Rules, random) is not { } wait)
            {
                return null;
            }

            var (deployment, _) = failed[0];
            failed.RemoveAt(0);
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            var (place, denials) = await desk.AcquireAsync(opening.Wish, group, [deployment], opening.Rules).ConfigureAwait(false);
            opening.Denials.AddRange(denials);
            if (place is null)
            {
                continue;
            }

            var (link, refusal) = await ConnectAsync(opening, place, hasSiblings, cancellationToken).ConfigureAwait(false);
            if (link is not null)
            {
                return link;
            }

            failed.Add((deployment, refusal!));
        }

        return null;
    }

    private async Task<(UpstreamLink? Link, UpstreamRefusal? Refusal)> ConnectAsync(
        Opening opening, LeasePlace place, bool hasSiblings, CancellationToken cancellationToken)
    {
        var (wish, deployment) = (opening.Wish, place.Deployment);
        using var activity = RealtimeMetrics.Activities.StartActivity("realtime connect", ActivityKind.Client);
        activity?.SetTag("gen_ai.provider.name", SessionTelemetry.ProviderName(deployment.Provider));
        activity?.SetTag("realtime.deployment.id", deployment.Id);
        var begin = time.GetTimestamp();
        if (place.Warm is { } warm)
        {
            Record(deployment, begin, "Warm");
            return (warm.Give(place.Lease), null);
        }

        var timeout = opening.Rules.TimeoutOf(deployment);
        var upstream = new UpstreamRequest
        {
            Deployment = deployment.Timeout == timeout ? deployment : deployment with { Timeout = timeout },
            Intent = wish.Request.Intent,
            Query = wish.Request.Query,
            Limits = wish.Limits,
        };
        var start = wish.Start ?? new UpstreamStart { SessionId = wish.SessionId, Settings = wish.Request.BoundSettings };
        UpstreamConnectOutcome outcome;
        try
        {
            outcome = await connector.ConnectAsync(upstream, start, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            place.Lease.Dispose();
            throw;
        }

        Record(deployment, begin, outcome.Link is null ? outcome.Refusal!.Kind.ToString() : "Connected");
        if (outcome.Link is { } link)
        {
            link.Lease = place.Lease;
            place.Lease.Connected(link.ConnectTime);
            return (link, null);
        }

        var refusal = outcome.Refusal!;
        activity?.SetStatus(ActivityStatusCode.Error, refusal.Message);
        LogRefused(deployment.Id, deployment.ModelName, refusal.Kind, refusal.Status, refusal.Code, refusal.Message);
        opening.Refusals.Add(refusal);
        var clientMayBeCause = wish.Start is not null || wish.Request.BoundSettings is not null || wish.Request.Intent is not null
            || wish.Request.Query.Count > 0;

        // Before the next attempt, so that whoever asks from now on knows.
        await desk.FailAsync(
            place.Lease, RestRules.Describe(place.Lease.Reference, upstream.Deployment, refusal, opening.Rules.Router, hasSiblings, clientMayBeCause))
            .ConfigureAwait(false);
        return (null, refusal);
    }

    private void Record(Deployment deployment, long begin, string outcome) => metrics.ConnectTime.Record(
        time.GetElapsedTime(begin).TotalSeconds,
        new KeyValuePair<string, object?>("gen_ai.provider.name", SessionTelemetry.ProviderName(deployment.Provider)),
        new KeyValuePair<string, object?>("realtime.deployment.id", deployment.Id),
        new KeyValuePair<string, object?>("realtime.outcome", outcome));

    [LoggerMessage(
        EventId = 1201,
        Level = LogLevel.Warning,
        Message = "Deployment {Deployment} of {Model} did not take a session: {Kind}, status {Status}, code {Code}: {Reason}")]
    private partial void LogRefused(
        string deployment, string model, UpstreamRefusalKind kind, int? status, string? code, string reason);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Information, Message = "Session {SessionId} of model {Model} fell back to model {Fallback}")]
    private partial void LogFallback(string sessionId, string model, string fallback);

    private sealed record Opening(UpstreamWish Wish, RoutingRules Rules)
    {
        public List<UpstreamRefusal> Refusals { get; } = [];

        public List<LeaseDenied> Denials { get; } = [];
    }
}

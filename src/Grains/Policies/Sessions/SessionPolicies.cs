using Microsoft.Extensions.Logging;
using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Policies.Sessions;

/// <summary>Admits sessions: takes a lease of everyone whose limits hold, or of nobody.</summary>
internal sealed class SessionPolicies(
    IGrainFactory grains, ConfigStore config, LeaseKeeper keeper, TimeProvider time, ILogger<SessionPolicy> logger)
{
    private static readonly SessionPrincipal Nobody = new();

    /// <summary>Admits a session.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="request">What it is for.</param>
    /// <param name="group">The model's deployments.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <returns>Its policy, or why it is not admitted.</returns>
    public async Task<(SessionPolicy? Policy, SessionRefusal? Refusal)> AdmitAsync(
        string sessionId, SessionOpenRequest request, ModelGroup group, CancellationToken cancellationToken)
    {
        var principal = request.Principal ?? Nobody;
        string[] models = [.. new[] { request.Model, principal.RequestedModel ?? request.Model, group.GroupName }.Distinct(StringComparer.Ordinal)];
        var scopes = Scopes(principal, config.Current);
        var admit = new AdmitRequest { SessionId = sessionId, Models = models, Watcher = await keeper.GetWatcherAsync().ConfigureAwait(false) };
        var answers = await Task.WhenAll(scopes.Select(scope => AskAsync(scope, admit, cancellationToken))).ConfigureAwait(false);
        var policy = new SessionPolicy(
            sessionId,
            principal,
            models,
            [.. scopes.Zip(answers).Select(pair =>
                new ScopeHandle(pair.First, Grain(pair.First), pair.Second.Document ?? new PolicyDocument { Scope = pair.First }))],
            keeper,
            time,
            logger);
        if (answers.Select(answer => answer.Refusal).FirstOrDefault(refusal => refusal is not null) is { } refusal)
        {
            await policy.ReleaseAsync(neverStarted: true).ConfigureAwait(false);
            return (null, refusal);
        }

        keeper.Keep(policy);
        return (policy, null);
    }

    private static List<string> Scopes(SessionPrincipal principal, RealtimeConfig current)
    {
        var scopes = principal.Scopes.ToList();
        if (current.General.GlobalMaxParallelRequests is not null || current.LiteLlm.MaxBudget is not null)
        {
            scopes.Add(PolicyScopes.Global);
        }

        return scopes;
    }

    private IKeyPolicyGrain Grain(string scope) => grains.GetGrain<IKeyPolicyGrain>(scope);

    private async Task<AdmitAnswer> AskAsync(string scope, AdmitRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await GrainCalls.AskAsync(() => Grain(scope).Admit(request), time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new AdmitAnswer(PolicyStateRefusals.Unavailable, null);
        }
    }
}

using Realtime.Configuration;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Tests.Sessions.Replacement;

/// <summary>Opens upstreams by the session's own opening, over connections that the test has laid out in order.</summary>
internal sealed class FakeSource(TimeProvider time) : IUpstreamSource
{
    private readonly Queue<(FakeUpstream Upstream, Deployment Deployment, IEdgeTranslator? Translator, Dialect Dialect)> _next = new();

    /// <summary>Gets what each opening was asked for.</summary>
    public List<(UpstreamStart Start, string? Preferred, IReadOnlyCollection<string> Excluded)> Asked { get; } = [];

    /// <summary>Gets or sets what an opening waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public TimeSpan? Limit { get; set; }

    /// <summary>Gets what was told of lost connections.</summary>
    public List<(Deployment Deployment, UpstreamEnd End)> Losses { get; } = [];

    public FakeUpstream Add(
        SpokenProvider? provider = null, Deployment? deployment = null, IEdgeTranslator? translator = null, Dialect dialect = Dialect.Ga)
    {
        var upstream = new FakeUpstream { Answers = (provider ?? new SpokenProvider()).Answer };
        _next.Enqueue((upstream, deployment ?? Setups.Deployment, translator, dialect));
        return upstream;
    }

    public async Task<UpstreamLink> FirstAsync(string created, IEdgeTranslator? translator = null)
    {
        _next.Peek().Upstream.Say(created);
        var (link, _) = await OpenAsync(new UpstreamStart { SessionId = "rts_test" }, null, [], CancellationToken.None);
        return link!;
    }

    public void Lost(Deployment deployment, UpstreamEnd end) => Losses.Add((deployment, end));

    public async Task<UpstreamOpenResult> OpenAsync(
        UpstreamStart start, string? preferred, IReadOnlyCollection<string> excluded, CancellationToken cancellationToken)
    {
        Asked.Add((start, preferred, excluded));
        await Gate.WaitAsync(cancellationToken);
        if (!_next.TryDequeue(out var next))
        {
            return new UpstreamOpenResult(null, new SessionRefusal(502, "server_error", "upstream_unreachable", "None left."));
        }

        if (start.IsReplacement && next.Translator is not IUpstreamTranslator)
        {
            next.Upstream.Say(SpokenProvider.Created());
        }

        var opening = new UpstreamOpening(next.Upstream, next.Translator, time, next.Deployment.Id);
        if (await opening.RunAsync(start, cancellationToken) is { } refusal)
        {
            return new UpstreamOpenResult(null, new SessionRefusal(502, "server_error", refusal.Code ?? "refused", refusal.Message));
        }

        return new UpstreamOpenResult(
            new UpstreamLink
            {
                Deployment = next.Deployment,
                Dialect = next.Dialect,
                Connection = next.Upstream,
                Translator = next.Translator,
                Host = opening.Host,
                Replay = opening.Replay,
                Limit = Limit,
                FirstEvents = opening.Events,
                PendingRead = opening.PendingRead,
                ConnectTime = TimeSpan.Zero,
            },
            null);
    }
}

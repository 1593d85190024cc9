using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions;
using Realtime.Grains.Sessions.Clients;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Tests.Sessions;

public sealed class GatewayWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly ActiveSessions _sessions = new();
    private readonly GatewayWatch _watch;

    public GatewayWatchTests() => _watch = new GatewayWatch(_sessions, new Random(1), _time, NullLogger<GatewayWatch>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => new(_watch.StartAsync(CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
    }

    [Fact]
    public async Task Gateway_that_misses_three_probes_loses_its_sessions_and_no_other_does()
    {
        var dead = Add("dead", _ => throw new TimeoutException());
        var deadToo = Add("dead", _ => throw new InvalidOperationException("a silo has dropped the gateway"));
        var probes = 0;
        var alive = Add("alive", _ =>
        {
            Interlocked.Increment(ref probes);
            return Task.FromResult(BatchReceipt.Accepted);
        });

        var start = TimeProvider.System.GetTimestamp();
        while (!dead.Ended.IsCompleted || !deadToo.Ended.IsCompleted)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Deadline);
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }

        (await dead.Ended).Cause.ShouldBe(SessionEndCause.GatewayLost);
        probes.ShouldBeGreaterThanOrEqualTo(3);
        alive.Ended.IsCompleted.ShouldBeFalse();
        _watch.ExecuteTask!.IsCompleted.ShouldBeFalse();
        await alive.DisposeAsync();
    }

    private RealtimeSession Add(string gateway, Func<FrameBatch, Task<BatchReceipt>> deliver)
    {
        var client = Substitute.For<ISessionClient>();
        client.Deliver(Arg.Any<FrameBatch>()).Returns(call => deliver(call.Arg<FrameBatch>()));
        var remote = new RemoteClientLink(client, gateway, _time, NullLogger.Instance);
        var upstream = new UpstreamLink
        {
            Deployment = Setups.Deployment,
            Dialect = Dialect.Ga,
            Connection = new FakeUpstream(),
            FirstEvents = [],
            ConnectTime = TimeSpan.Zero,
        };
        RealtimeSession? session = null;
        var link = new ClientLink(Setups.Link(_time), remote, end => session!.EndAsync(end));
        session = new RealtimeSession(Setups.Setup(_time), upstream, link, Setups.Telemetry(_time), NullLogger.Instance);
        _sessions.Add(session, link);
        session.Start();
        return session;
    }
}

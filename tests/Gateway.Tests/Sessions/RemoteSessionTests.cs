using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Realtime.Gateway.Sessions;
using Realtime.Gateway.Sessions.Journal;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Interfaces.Sessions.Takeover;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Gateway.Tests.Sessions;

/// <summary>A gateway's end of a session on another process, when the two lose sight of each other.</summary>
public sealed class RemoteSessionTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly IRealtimeSessionGrain _grain = (IRealtimeSessionGrain)Substitute.For([typeof(IRealtimeSessionGrain), typeof(IGrainBase)], []);
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly OpenClient _client = new();
    private readonly List<SessionReattachRequest> _asked = [];
    private readonly RemoteSession _session;

    public RemoteSessionTests()
    {
        ((IGrainBase)_grain).GrainContext.GrainId.Returns(GrainId.Create("session", "rts_test"));
        _grains.CreateObjectReference<ISessionClient>(Arg.Any<ISessionClient>()).Returns(call => call.Arg<ISessionClient>());
        _grain.Reattach(Arg.Any<SessionReattachRequest>(), Arg.Any<ISessionClient>()).Returns(call =>
        {
            var request = call.Arg<SessionReattachRequest>();
            _asked.Add(request);
            return Task.FromResult(new SessionOpenResult
            {
                Silo = "silo", Connection = request.Connection + 1, ClientFrames = request.ClientFrames,
            });
        });
        var parts = new RemoteSessionParts(
            _grains,
            "gateway",
            new JournalBudget(1 << 20),
            new SiloBalance(new OpenClients()),
            Substitute.For<IEventIdSource>(),
            _time,
            NullLogger.Instance);
        _session = new RemoteSession(_grain, parts, new SessionOpenRequest { Model = "voice", ClientDialect = Dialect.Ga });
        _session.SetOpened(new SessionOpenResult { Silo = "silo", Connection = 0, ResumeToken = "token" });
        _session.Attach(_client);
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    [Fact]
    public async Task Silo_that_takes_the_gateway_for_gone_is_asked_for_the_session()
    {
        var former = _session.Observer;

        await former.End(new SessionEnd(SessionEndCause.GatewayLost, 1006, ""));

        _asked.Single().Connection.ShouldBe(0);
        _client.End.ShouldBeNull();
        (await former.Deliver(new FrameBatch(0, [], [], []))).ShouldBe(BatchReceipt.Gone);
        (await _session.Observer.Deliver(new FrameBatch(0, [], [], []))).ShouldBe(BatchReceipt.Accepted);
        _session.Enqueue(FrameKind.Text, "{}"u8);
        (await _session.FlushAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        await _grain.Received().Push(1, Arg.Any<FrameBatch>());
    }

    [Fact]
    public async Task Loss_of_a_silo_that_the_session_has_left_changes_nothing()
    {
        await _session.SiloLostAsync("former");
        _asked.ShouldBeEmpty();

        await _session.SiloLostAsync("silo");
        _asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Drain_is_told_to_the_silo_that_takes_the_session_over_meanwhile()
    {
        await _session.DrainAsync();
        await _grain.Received(1).Drain(0);

        await _session.Observer.End(new SessionEnd(SessionEndCause.Moved, 1012, ""));

        await _grain.Received(1).Drain(1);
    }

    [Fact]
    public async Task Drain_that_the_silo_did_not_answer_is_told_again()
    {
        var calls = 0;
        _grain.Drain(0).Returns(_ => ++calls == 1 ? Task.FromException(new TimeoutException()) : Task.CompletedTask);

        await _session.DrainAsync();

        calls.ShouldBe(2);
    }

    [Fact]
    public async Task What_a_client_says_before_it_hears_of_the_drain_still_goes_up()
    {
        await _session.Observer.End(new SessionEnd(SessionEndCause.Draining, 1012, ""));
        _client.End!.CloseCode.ShouldBe(1012);

        _session.Enqueue(FrameKind.Text, "{}"u8);
        await _session.FlushAsync(TestContext.Current.CancellationToken);
        await _session.EndAsync(new SessionEnd(SessionEndCause.ClientClosed, 1012, ""));

        await _grain.Received(1).Push(0, Arg.Is<FrameBatch>(batch => batch.Count == 1));
        await _grain.DidNotReceive().End(Arg.Any<int>(), Arg.Any<SessionEnd>());
    }

    [Fact]
    public async Task Session_whose_client_is_lost_amid_a_move_waits_for_it_on_its_next_silo()
    {
        var found = new TaskCompletionSource<SessionOpenResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _grain.Reattach(Arg.Any<SessionReattachRequest>(), Arg.Any<ISessionClient>()).Returns(found.Task);
        await _session.Observer.End(new SessionEnd(SessionEndCause.Moved, 1012, ""));
        await _session.EndAsync(new SessionEnd(SessionEndCause.ClientLost, 1006, ""));
        var disposing = _session.DisposeAsync().AsTask();
        disposing.IsCompleted.ShouldBeFalse();

        found.SetResult(new SessionOpenResult { Silo = "other", Connection = 1 });

        await disposing.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        await _grain.Received(1).End(1, Arg.Is<SessionEnd>(end => end.Cause == SessionEndCause.ClientLost));
    }

    private sealed class OpenClient : IClientLink
    {
        public SessionEnd? End { get; private set; }

        public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
        {
            // Nothing looks at what the client is sent.
        }

        public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => new(true);

        public Task EndAsync(SessionEnd end)
        {
            End = end;
            return Task.CompletedTask;
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Sessions;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Tests.Sessions;

/// <summary>A translator that speaks first, keeps times and forwards <c>session.created</c> when it likes.</summary>
public sealed class UpstreamTranslatorTests : IAsyncDisposable
{
    private const string Created = """{"type":"session.created","session":{"type":"realtime"}}""";
    private const string Done = """{"type":"response.done","response":{"id":"r"}}""";

    private readonly FakeTimeProvider _time = new();
    private readonly FakeUpstream _upstream = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Fact]
    public async Task Session_opens_by_what_the_translator_says_before_the_provider_has_said_anything()
    {
        var translator = new FakeTranslator { OnOpen = (_, _, sink) => SayFirst(sink, created: true) };
        var opening = new UpstreamOpening(_upstream, translator, _time);

        (await opening.RunAsync(Start(), Cancel)).ShouldBeNull();

        _upstream.Sent.ShouldBe(["setup"]);
        opening.Events.Select(message => Events.Text(message)).ShouldBe([Created]);
    }

    [Fact]
    public async Task Session_opens_only_by_the_providers_first_answer_where_the_translator_waits_for_it()
    {
        var translator = new FakeTranslator { OnOpen = (_, _, sink) => SayFirst(sink, created: false) };
        var opening = new UpstreamOpening(_upstream, translator, _time);

        var run = opening.RunAsync(Start(), Cancel);
        _upstream.Sent.ShouldBe(["setup"]);
        run.IsCompleted.ShouldBeFalse();
        _upstream.Say(FakeTranslator.Prefix + Created);

        (await run).ShouldBeNull();
        opening.Events.Select(message => Events.Text(message)).ShouldBe([Created]);
    }

    [Fact]
    public async Task Session_opens_by_work_of_the_translator_that_came_due()
    {
        var translator = new FakeTranslator
        {
            OnOpen = (_, host, _) => _ = host.Schedule(TimeSpan.FromSeconds(1), sink => sink.Forward(Events.Message(Created))),
        };
        var opening = new UpstreamOpening(_upstream, translator, _time);

        var run = opening.RunAsync(Start(), Cancel);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await run).ShouldBeNull();
        (opening.PendingRead is not null).ShouldBeTrue("the read that was begun is the session's now");
    }

    [Fact]
    public async Task Settings_of_a_client_secret_are_the_translators_and_are_not_sent_beside_it()
    {
        var translator = new FakeTranslator { OnOpen = (_, _, sink) => SayFirst(sink, created: true) };
        var opening = new UpstreamOpening(_upstream, translator, _time);

        (await opening.RunAsync(Start() with { Settings = """{"instructions":"bound"}"""u8.ToArray() }, Cancel)).ShouldBeNull();

        System.Text.Encoding.UTF8.GetString(translator.Start!.Settings.Span).ShouldBe("""{"instructions":"bound"}""");
        _upstream.Sent.ShouldBe(["setup"]);
    }

    [Fact]
    public async Task Close_in_answer_to_the_translators_first_word_is_a_refusal_and_calls_its_work_off()
    {
        var worked = false;
        var translator = new FakeTranslator { OnOpen = (_, host, _) => _ = host.Schedule(TimeSpan.FromSeconds(5), _ => worked = true) };
        var opening = new UpstreamOpening(_upstream, translator, _time);

        var run = opening.RunAsync(Start(), Cancel);
        _upstream.EndAs(UpstreamEndKind.Closed, 1008, "no.such_model");

        (await run).ShouldNotBeNull().Code.ShouldBe("such_model");
        _time.Advance(TimeSpan.FromSeconds(5));
        worked.ShouldBeFalse();
    }

    [Fact]
    public async Task Work_that_comes_due_in_a_session_speaks_to_both_sides_through_the_pipeline()
    {
        var translator = new FakeTranslator { OnOpen = (_, _, sink) => SayFirst(sink, created: true) };
        var (session, client) = await StartAsync(translator);
        await client.GetAsync(message => message == Created);

        _ = translator.Host!.Schedule(TimeSpan.FromSeconds(3), sink =>
        {
            sink.Reply(Events.Message("""{"type":"keep.alive"}"""));
            sink.Forward(Events.Message(Done));
        });
        var calledOff = translator.Host.Schedule(TimeSpan.FromSeconds(3), sink => sink.Reply(Events.Message("""{"type":"called.off"}""")));
        calledOff.Dispose();
        _time.Advance(TimeSpan.FromSeconds(3));

        (await client.GetAsync(message => message == Done)).ShouldBe(Done);
        _upstream.Sent.ShouldBe(["setup", """{"type":"keep.alive"}"""]);
        session.Enqueue(FrameKind.Text, """{"type":"response.create"}"""u8);
        _upstream.Sent[^1].ShouldBe("""wire:{"type":"response.create"}""");
        await session.DisposeAsync();
    }

    [Fact]
    public async Task Work_ends_with_its_session()
    {
        var translator = new FakeTranslator { OnOpen = (_, _, sink) => SayFirst(sink, created: true) };
        var (session, client) = await StartAsync(translator);
        await client.GetAsync(message => message == Created);
        _ = translator.Host!.Schedule(TimeSpan.FromSeconds(3), sink => sink.Forward(Events.Message(Done)));

        await session.DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(3));

        client.Sent.ShouldBe([Created]);
    }

    private static void SayFirst(IEventSink sink, bool created)
    {
        sink.Reply(new EventMessage(RealtimeEventType.Unknown, "setup"u8.ToArray()));
        if (created)
        {
            sink.Forward(Events.Message(Created));
        }
    }

    private static UpstreamStart Start() => new() { SessionId = "rts_test" };

    private async Task<(RealtimeSession Session, FakeClient Client)> StartAsync(FakeTranslator translator)
    {
        var opening = new UpstreamOpening(_upstream, translator, _time);
        (await opening.RunAsync(Start(), Cancel)).ShouldBeNull();
        var link = new UpstreamLink
        {
            Deployment = Setups.Deployment,
            Dialect = Dialect.Ga,
            Connection = _upstream,
            Translator = translator,
            Host = opening.Host,
            FirstEvents = opening.Events,
            PendingRead = opening.PendingRead,
            ConnectTime = TimeSpan.Zero,
        };
        var client = new FakeClient();
        var session = new RealtimeSession(Setups.Setup(_time), link, client, Setups.Telemetry(_time), NullLogger.Instance);
        session.Start();
        return (session, client);
    }
}

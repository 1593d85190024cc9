using Realtime.Grains.Sessions;
using Realtime.Grains.Sessions.Stages;
using Realtime.Protocol.Dialects;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Tests.Sessions;

public sealed class SessionPipelineTests
{
    private const string Create = """{"type":"response.create" , "event_id":"e1"}""";
    private const string Done = """{"type":"response.done" , "response":{"id":"r"}}""";

    private readonly RecordingOutput _output = new();
    private readonly List<string> _notes = [];

    [Fact]
    public void Stages_see_client_events_in_order_and_server_events_in_reverse()
    {
        var pipeline = Pipeline(
            Stage("a", RealtimeEventType.ResponseCreate, RealtimeEventType.ResponseDone),
            Stage("b", RealtimeEventType.ResponseCreate, RealtimeEventType.ResponseDone));

        pipeline.FromClient(Events.Message(Create));
        pipeline.FromUpstream(Events.Message(Done));

        _notes.ShouldBe(["a<ResponseCreate", "b<ResponseCreate", "b>ResponseDone", "a>ResponseDone"]);
        _output.Upstream.ShouldBe([Create]);
        _output.Client.ShouldBe([Done]);
    }

    [Fact]
    public void Only_types_that_a_stage_or_an_edge_wants_are_wanted()
    {
        var pipeline = Pipeline(Stage("a", RealtimeEventType.ResponseCreate));

        pipeline.WantsFromClient(RealtimeEventType.ResponseCreate).ShouldBeTrue();
        pipeline.WantsFromClient(RealtimeEventType.InputAudioBufferAppend).ShouldBeFalse();
        pipeline.WantsFromUpstream(RealtimeEventType.ResponseOutputAudioDelta).ShouldBeFalse();
    }

    [Fact]
    public void Stage_that_takes_an_event_stops_it()
    {
        var pipeline = Pipeline(
            new ScriptedStage("a", _notes, RealtimeEventType.ResponseCreate) { Client = (_, _) => StageResult.Taken },
            Stage("b", RealtimeEventType.ResponseCreate));

        pipeline.FromClient(Events.Message(Create));

        _notes.ShouldBe(["a<ResponseCreate"]);
        _output.Upstream.ShouldBeEmpty();
    }

    [Fact]
    public async Task Event_that_a_stage_held_goes_on_after_its_work_through_the_stages_behind_it()
    {
        var verdict = new TaskCompletionSource<bool>();
        var pipeline = Pipeline(
            new ScriptedStage("a", _notes, RealtimeEventType.ResponseCreate)
            {
                Client = (message, context) =>
                {
                    var held = message with { Payload = message.Payload.ToArray() };
                    context.Run(_ => verdict.Task, _ => context.ToUpstream(held));
                    return StageResult.Taken;
                },
            },
            Stage("b", RealtimeEventType.ResponseCreate));

        pipeline.FromClient(Events.Message(Create));
        _output.Upstream.ShouldBeEmpty();
        verdict.SetResult(true);
        await Task.WhenAll(_output.Works);

        _notes.ShouldBe(["a<ResponseCreate", "b<ResponseCreate"]);
        _output.Upstream.ShouldBe([Create]);
    }

    [Fact]
    public void Reply_of_a_stage_runs_through_the_stages_between_it_and_the_client()
    {
        var error = Events.Message("""{"type":"error"}""");
        var pipeline = Pipeline(
            Stage("a", RealtimeEventType.Error),
            new ScriptedStage("b", _notes, RealtimeEventType.ResponseCreate, RealtimeEventType.Error)
            {
                Client = (_, context) =>
                {
                    context.ToClient(error);
                    return StageResult.Taken;
                },
            },
            Stage("c", RealtimeEventType.Error));

        pipeline.FromClient(Events.Message(Create));

        _notes.ShouldBe(["b<ResponseCreate", "a>Error"]);
        _output.Client.ShouldBe(["""{"type":"error"}"""]);
        _output.Upstream.ShouldBeEmpty();
    }

    [Fact]
    public void Event_that_a_stage_replaces_goes_on_to_the_stages_after_it()
    {
        var other = """{"type":"response.create","changed":true}""";
        var pipeline = Pipeline(
            new ScriptedStage("a", _notes, RealtimeEventType.ResponseCreate)
            {
                Client = (_, context) =>
                {
                    context.ToUpstream(Events.Message(other));
                    return StageResult.Taken;
                },
            },
            Stage("b", RealtimeEventType.ResponseCreate));

        pipeline.FromClient(Events.Message(Create));

        _notes.ShouldBe(["a<ResponseCreate", "b<ResponseCreate"]);
        _output.Upstream.ShouldBe([other]);
    }

    [Fact]
    public void Beta_client_on_a_beta_provider_gets_what_no_stage_changed_byte_for_byte()
    {
        var update = """{ "type":"session.update","session":{"modalities":["text"]} }""";
        var created = """{ "type":"response.created","response":{"modalities":["text"]} }""";
        var pipeline = BetaToBeta(Stage("a", RealtimeEventType.SessionUpdate, RealtimeEventType.ResponseCreated));

        pipeline.FromClient(Events.Message(update));
        pipeline.FromUpstream(Events.Message(created));

        _output.Upstream.ShouldBe([update]);
        _output.Client.ShouldBe([created]);
        _notes.ShouldBe(["a<SessionUpdate", "a>ResponseCreated"]);
    }

    [Fact]
    public void Beta_client_on_a_beta_provider_gets_what_a_stage_changed_in_its_own_form()
    {
        var pipeline = BetaToBeta(new ScriptedStage("a", _notes, RealtimeEventType.SessionUpdate)
        {
            Client = (_, context) =>
            {
                context.ToUpstream(Events.Message("""{"type":"session.update","session":{"type":"realtime","output_modalities":["text"]}}"""));
                return StageResult.Taken;
            },
        });

        pipeline.FromClient(Events.Message("""{"type":"session.update","session":{"modalities":["audio","text"]}}"""));

        _output.Upstream.ShouldHaveSingleItem().ShouldContain("\"modalities\":[\"text\"]");
    }

    [Fact]
    public void Event_that_a_stage_drops_on_beta_to_beta_is_not_sent_at_all()
    {
        var pipeline = BetaToBeta(new ScriptedStage("a", _notes, RealtimeEventType.SessionUpdate) { Client = (_, _) => StageResult.Taken });

        pipeline.FromClient(Events.Message("""{"type":"session.update","session":{"modalities":["text"]}}"""));

        _output.Upstream.ShouldBeEmpty();
    }

    [Fact]
    public void Message_of_the_gateway_itself_reaches_the_client_in_its_form()
    {
        var pipeline = Pipeline(Stage("a", RealtimeEventType.Error));

        pipeline.SendToClient(Events.Message("""{"type":"error"}"""));

        _output.Client.ShouldBe(["""{"type":"error"}"""]);
    }

    private ScriptedStage Stage(string name, params RealtimeEventType[] types) => new(name, _notes, types);

    private SessionPipeline Pipeline(params ISessionStage[] stages) => new(stages, null, null, sameForm: true, _output);

    private SessionPipeline BetaToBeta(params ISessionStage[] stages) =>
        new(stages, DialectEdges.ForClient(Dialect.Beta), DialectEdges.ForUpstream(Dialect.Beta), sameForm: true, _output);
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using Realtime.Configuration;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions;
using Realtime.Grains.Sessions.Clients;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Grains.Sessions.Takeover;
using Realtime.Grains.Tests.Sessions.Replacement;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Tests.Sessions.Guarding;

public sealed class GuardTakeoverTests
{
    private const string OwnSettings =
        """{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","create_response":false},"transcription":{"model":"m"}}}}""";

    [Fact]
    public async Task Client_that_wanted_transcripts_and_no_answers_has_it_so_on_the_other_silo()
    {
        var first = new GuardedTalk(GuardrailMode.RealtimeInputTranscription);
        first.ProviderSends("{\"type\":\"session.created\",\"session\":" + OwnSettings + "}");

        var talk = new GuardedTalk(GuardrailMode.RealtimeInputTranscription, kept: Moved(first.Keep()));
        talk.ProviderSends(
            """{"type":"input_audio_buffer.committed","item_id":"i1","previous_item_id":null}""",
            """{"type":"conversation.item.input_audio_transcription.completed","item_id":"i1","content_index":0,"transcript":"bad"}""");

        talk.ClientTypes.ShouldContain("conversation.item.input_audio_transcription.completed");
        await talk.ClientGetsAsync("error");
        talk.ClientSends("""{"type":"response.create"}""");

        // Blocked, and that request was for it: had the client wanted answers by themselves, it would be for a turn to come.
        talk.UpstreamTypes.ShouldBe(["conversation.item.delete"]);
    }

    [Fact]
    public async Task Violations_are_counted_on()
    {
        var first = new GuardedTalk(GuardrailMode.PreCall, entry => entry with { EndSessionAfterFails = 2 });
        first.ClientSends(GuardedTalk.Item("bad"));
        await first.ClientGetsAsync("error");
        var kept = first.Keep();
        first.Ended.ShouldBeNull();
        first.Stage.Violations.ShouldBe(1);

        var talk = new GuardedTalk(GuardrailMode.PreCall, entry => entry with { EndSessionAfterFails = 2 }, kept: Moved(kept));
        talk.ClientSends(GuardedTalk.Item("bad"));

        await talk.UntilAsync(t => t.Ended is not null);
    }

    [Fact]
    public async Task Session_that_goes_on_keeps_it_for_the_next_silo_and_guards_its_settings()
    {
        var time = new FakeTimeProvider();
        var kept = new GuardState { Transcribes = true, Violations = { ["g"] = 1 } };
        var client = new FakeClient();
        await using var session = new RealtimeSession(
            Setups.Setup(time) with { Guardrails = new GuardedTalk(GuardrailMode.RealtimeInputTranscription, kept: kept).Guard },
            upstream: null,
            client,
            Setups.Telemetry(time),
            NullLogger.Instance,
            new FakeSource(time),
            new ConversationSnapshot { SessionJson = OwnSettings.Replace("false", "true") });

        var moment = session.Look(new ClientLink(Setups.Link(time), client, _ => Task.CompletedTask), withConversation: true);

        moment.Guard.ShouldNotBeNull().Violations["g"].ShouldBe(1);
        moment.Guard.Transcribes.ShouldBeTrue();
        moment.Conversation!.SessionJson.ShouldBe(OwnSettings);
    }

    [Fact]
    public void Settings_that_the_client_was_shown_go_to_the_provider_guarded()
    {
        var stage = new GuardedTalk(GuardrailMode.RealtimeInputTranscription).Stage;
        var shown = """{"audio":{"input":{"turn_detection":{"type":"server_vad","create_response":true},"transcription":null}}}""";

        stage.Guard(new ConversationSnapshot { SessionJson = shown }).SessionJson
            .ShouldBe("""{"audio":{"input":{"turn_detection":{"type":"server_vad","create_response":false},"transcription":{"model":"whisper-1"}}}}""");
    }

    private static SessionOpenRequest Open => new() { Model = "voice", ClientDialect = Dialect.Ga };

    // What a silo writes and another one reads.
    private static GuardState Moved(GuardState state)
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var snapshot = new SessionSnapshot { Open = Open, Conversation = new Conversation().ToSnapshot().ToUtf8(), Guard = state };
        var read = serializer.Deserialize<SessionSnapshot>(serializer.SerializeToArray(snapshot));
        return SessionRestorer.Restore(read, new() { AttemptId = "a", GatewayId = "g", Journal = [] }).ShouldNotBeNull().Guard.ShouldNotBeNull();
    }
}

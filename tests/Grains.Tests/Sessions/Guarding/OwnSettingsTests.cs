using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Protocol.Conversations;

namespace Realtime.Grains.Tests.Sessions.Guarding;

/// <summary>A session that goes on under other guardrails keeps its client's own settings.</summary>
public sealed class OwnSettingsTests
{
    private const string Guarded = """{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","create_response":false},"transcription":{"model":"whisper-1"}}}}""";
    private const string Unguarded = """{"type":"realtime","audio":{"input":{"turn_detection":{"type":"semantic_vad","create_response":false},"transcription":null}}}""";

    [Fact]
    public void What_a_guard_had_set_at_the_provider_is_taken_back()
    {
        var kept = new GuardState { CreatesResponses = true, Transcribes = false, Detection = "server_vad", GuardsTurns = true };

        var (conversation, state) = TurnSettings.Own(Conversation(Guarded), kept);

        conversation.SessionJson.ShouldBe("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","create_response":true},"transcription":null}}}""");
        state.ShouldBe(kept);
    }

    [Fact]
    public void What_no_guard_had_set_is_the_clients_own()
    {
        var kept = new GuardState { Violations = new Dictionary<string, int> { ["words"] = 1 } };

        var (conversation, state) = TurnSettings.Own(Conversation(Unguarded), kept);

        conversation.SessionJson.ShouldBe(Unguarded);
        (state.CreatesResponses, state.Transcribes, state.Detection).ShouldBe((false, false, "semantic_vad"));
        state.Violations.ShouldBe(kept.Violations);
        TurnSettings.Own(Conversation(null), null).Kept.CreatesResponses.ShouldBeTrue();
    }

    private static ConversationSnapshot Conversation(string? session) => new Conversation().ToSnapshot() with { SessionJson = session };
}

using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.XAI;

/// <summary>Whole turns as xAI sends them, with everything left out that it may leave out.</summary>
public class VoiceTurnTests
{
    private readonly XaiWire _wire = new();

    [Fact]
    public void Voice_turn_reaches_the_client_in_the_GA_order_and_complete()
    {
        var events = Play(
            """{"type":"session.created","session":{"id":"s1","voice":"ara"}}""",
            """{"type":"conversation.created","conversation":{"id":"conv_1","object":"realtime.conversation"}}""",
            """{"type":"session.updated","session":{"id":"s1","voice":"ara"}}""",
            """{"type":"ping","event_id":"p1","timestamp":1}""",
            """{"type":"input_audio_buffer.speech_started","item_id":"u1"}""",
            """{"type":"conversation.item.input_audio_transcription.updated","item_id":"u1","transcript":"Hello"}""",
            """{"type":"conversation.item.input_audio_transcription.updated","item_id":"u1","transcript":"Hello there"}""",
            """{"type":"input_audio_buffer.speech_stopped","item_id":"u1"}""",
            """{"type":"input_audio_buffer.committed","item_id":"u1"}""",
            """{"type":"conversation.item.added","previous_item_id":"ghost","item":{"id":"u1","type":"message","role":"user","content":[{"type":"input_audio"}]}}""",
            """{"type":"conversation.item.input_audio_transcription.completed","item_id":"u1","transcript":"Hello","status":"in_progress"}""",
            """{"type":"conversation.item.input_audio_transcription.completed","item_id":"u1","transcript":"Hello there.","status":"completed"}""",
            """{"type":"response.created","response":{"id":"r1","usage":{}}}""",
            """{"type":"response.output_item.added","item":{"id":"a1","role":"assistant"}}""",
            """{"type":"conversation.item.added","item":{"id":"a1","role":"assistant"}}""",
            """{"type":"response.content_part.added","item_id":"a1"}""",
            """{"type":"response.output_audio_transcript.delta","delta":"Good "}""",
            """{"type":"response.output_audio.delta","response_id":"r1","item_id":"a1","output_index":0,"content_index":0,"event_id":"x","delta":"AAAA"}""",
            """{"type":"response.output_audio_transcript.delta","delta":"day."}""",
            """{"type":"response.output_audio_transcript.done"}""",
            """{"type":"response.output_audio.done"}""",
            """{"type":"response.content_part.done"}""",
            """{"type":"response.output_item.done","item":{"id":"a1","role":"assistant","status":"completed"}}""",
            """{"type":"response.done","response":{"id":"r1","status":"completed"},"usage":{"input_tokens":3,"output_tokens":4}}""");

        events.Select(JsonAssertions.Type).ShouldBe(
        [
            "session.created",
            "conversation.created",
            "session.updated",
            "input_audio_buffer.speech_started",
            "conversation.item.input_audio_transcription.delta",
            "conversation.item.input_audio_transcription.delta",
            "input_audio_buffer.speech_stopped",
            "input_audio_buffer.committed",
            "conversation.item.added",
            "conversation.item.done",
            "conversation.item.input_audio_transcription.completed",
            "response.created",
            "response.output_item.added",
            "conversation.item.added",
            "response.content_part.added",
            "response.output_audio_transcript.delta",
            "response.output_audio.delta",
            "response.output_audio_transcript.delta",
            "response.output_audio_transcript.done",
            "response.output_audio.done",
            "response.content_part.done",
            "conversation.item.done",
            "response.output_item.done",
            "response.done",
        ]);
        events.ForEach(RequiredFields.Check);
    }

    [Fact]
    public void Answer_to_speech_holds_what_was_said_in_every_place()
    {
        Play(
            """{"type":"session.created","session":{"id":"s1","voice":"ara"}}""",
            """{"type":"conversation.created","conversation":{"id":"conv_1"}}""",
            """{"type":"response.created","event_id":"x1","response":{"id":"r1"}}""",
            """{"type":"response.output_item.added","event_id":"x2","item":{"id":"a1","type":"message","role":"assistant"}}""",
            """{"type":"conversation.item.added","event_id":"x3","item":{"id":"a1","type":"message","role":"assistant"}}""",
            """{"type":"response.content_part.added","event_id":"x4"}""",
            """{"type":"response.output_audio_transcript.delta","event_id":"x5","delta":"Good day."}""");

        _wire.Xai1("""{"type":"response.output_audio_transcript.done","event_id":"x6"}""").ShouldBeEvent("""
            {"type":"response.output_audio_transcript.done","event_id":"x6","response_id":"r1","item_id":"a1","output_index":0,"content_index":0,
            "transcript":"Good day."}
            """);
        _wire.Xai1("""{"type":"response.content_part.done","event_id":"x7","part":{"type":"output_audio","audio":null,"text":null}}""").ShouldBeEvent("""
            {"type":"response.content_part.done","event_id":"x7","response_id":"r1","item_id":"a1","output_index":0,"content_index":0,
            "part":{"type":"audio","transcript":"Good day."}}
            """);
        _wire.Xai("""{"type":"response.output_item.done","event_id":"x8","item":{"id":"a1","type":"message","role":"assistant"}}""").ShouldBeEvents(
            """
            {"type":"conversation.item.done","event_id":"*","previous_item_id":null,"item":{"id":"a1","object":"realtime.item","type":"message",
            "role":"assistant","status":"completed","content":[{"type":"output_audio","transcript":"Good day."}]}}
            """,
            """
            {"type":"response.output_item.done","event_id":"x8","response_id":"r1","output_index":0,"item":{"id":"a1","object":"realtime.item",
            "type":"message","role":"assistant","status":"completed","content":[{"type":"output_audio","transcript":"Good day."}]}}
            """);
    }

    [Fact]
    public void Function_call_turn_is_complete_and_told_once()
    {
        var events = Play(
            """{"type":"response.created","response":{"id":"r1"}}""",
            """{"type":"response.output_item.added","item":{"id":"m1","type":"message","role":"assistant","content":[]}}""",
            """{"type":"conversation.item.added","item":{"id":"m1","type":"message","role":"assistant","content":[]}}""",
            """{"type":"response.output_item.done","item":{"id":"m1","type":"message","role":"assistant","content":[]}}""",
            """{"type":"response.output_item.added","item":{"id":"f1","type":"function_call","call_id":"k1","name":"weather"}}""",
            """{"type":"conversation.item.added","item":{"id":"f1","type":"function_call","call_id":"k1","name":"weather"}}""",
            """{"type":"conversation.item.added","item":{"id":"f1","type":"function_call","call_id":"k1","name":"weather"}}""",
            """{"type":"response.function_call_arguments.delta","call_id":"k1","delta":"{}"}""",
            """{"type":"response.output_item.done","item":{"id":"f1","type":"function_call","call_id":"k1","name":"weather","arguments":"{}"}}""",
            """{"type":"response.function_call_arguments.done","call_id":"k1","name":"weather","arguments":"{}"}""",
            """{"type":"response.done","response":{"id":"r1","status":"completed"}}""");

        events.Select(JsonAssertions.Type).ShouldBe(
        [
            "response.created",
            "response.output_item.added",
            "conversation.item.added",
            "conversation.item.done",
            "response.output_item.done",
            "response.output_item.added",
            "conversation.item.added",
            "response.function_call_arguments.delta",
            "conversation.item.done",
            "response.output_item.done",
            "response.function_call_arguments.done",
            "response.done",
        ]);
        events.ForEach(RequiredFields.Check);
        events[10].ShouldBeEvent("""
            {"type":"response.function_call_arguments.done","event_id":"*","response_id":"r1","item_id":"f1","output_index":1,"call_id":"k1",
            "name":"weather","arguments":"{}"}
            """);
        JsonNode.Parse(events[8])!["item"].ShouldBeJson("""
            {"id":"f1","object":"realtime.item","type":"function_call","status":"completed","call_id":"k1","name":"weather","arguments":"{}"}
            """);
    }

    [Fact]
    public void Call_that_is_told_by_its_arguments_alone_is_not_taken_for_the_message_before()
    {
        Play(
            """{"type":"response.created","response":{"id":"r1"}}""",
            """{"type":"response.output_item.added","item":{"id":"m1","type":"message","role":"assistant"}}""");

        _wire.Xai1("""{"type":"response.function_call_arguments.done","event_id":"x","call_id":"k1","name":"f","arguments":"{}"}""").ShouldBeEvent("""
            {"type":"response.function_call_arguments.done","event_id":"x","response_id":"r1","item_id":"item_k1","output_index":1,"call_id":"k1",
            "name":"f","arguments":"{}"}
            """);
    }

    [Fact]
    public void Two_calls_of_one_turn_keep_their_own_items()
    {
        Play(
            """{"type":"response.created","response":{"id":"r1"}}""",
            """{"type":"response.output_item.added","item":{"id":"f1","type":"function_call","call_id":"k1","name":"a"}}""",
            """{"type":"response.output_item.added","item":{"id":"f2","type":"function_call","call_id":"k2","name":"b"}}""");

        var first = _wire.XaiObject("""{"type":"response.function_call_arguments.done","call_id":"k1","arguments":"{}"}""");
        var second = _wire.XaiObject("""{"type":"response.function_call_arguments.done","call_id":"k2","arguments":"{}"}""");

        (first["item_id"]!.ToString(), first["output_index"]!.ToString(), first["name"]!.ToString()).ShouldBe(("f1", "0", "a"));
        (second["item_id"]!.ToString(), second["output_index"]!.ToString(), second["name"]!.ToString()).ShouldBe(("f2", "1", "b"));
    }

    [Fact]
    public void Cancelled_response_leaves_no_item_open()
    {
        Play(
            """{"type":"response.created","response":{"id":"r1"}}""",
            """{"type":"response.output_item.added","item":{"id":"a1","type":"message","role":"assistant"}}""",
            """{"type":"conversation.item.added","item":{"id":"a1","type":"message","role":"assistant"}}""");

        var events = _wire.Xai("""{"type":"response.done","event_id":"x9","response":{"id":"r1","status":"cancelled"}}""");

        events.Select(JsonAssertions.Type).ShouldBe(["conversation.item.done", "response.done"]);
        JsonNode.Parse(events[0])!["item"]!["status"]!.ToString().ShouldBe("incomplete");
    }

    private List<string> Play(params string[] events) => [.. events.SelectMany(_wire.Xai)];
}

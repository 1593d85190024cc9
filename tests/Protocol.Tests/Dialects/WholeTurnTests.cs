using System.Text.Json.Nodes;

namespace Realtime.Protocol.Tests.Dialects;

/// <summary>
/// A GA session with every field that the protocol requires, made beta as for a beta client and GA again as from a beta upstream.
/// Only the ids of the events that the beta form does not have may differ.
/// </summary>
public sealed class WholeTurnTests
{
    private static readonly string[] AudioTurn =
    [
        """{"type":"session.created","event_id":"event_1","session":{"type":"realtime","object":"realtime.session","id":"sess_1","model":"gpt-realtime","output_modalities":["audio"],"instructions":"Be kind.","tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"}}],"tool_choice":"auto","max_output_tokens":"inf","tracing":null,"prompt":null,"expires_at":1756324625,"include":null,"audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"whisper-1"},"noise_reduction":null,"turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":200,"idle_timeout_ms":null,"create_response":true,"interrupt_response":true}},"output":{"format":{"type":"audio/pcm","rate":24000},"voice":"marin","speed":1.0}}}}""",
        """{"type":"input_audio_buffer.speech_started","event_id":"event_2","audio_start_ms":0,"item_id":"item_u"}""",
        """{"type":"input_audio_buffer.speech_stopped","event_id":"event_3","audio_end_ms":900,"item_id":"item_u"}""",
        """{"type":"input_audio_buffer.committed","event_id":"event_4","previous_item_id":null,"item_id":"item_u"}""",
        """{"type":"conversation.item.added","event_id":"event_5","previous_item_id":null,"item":{"id":"item_u","object":"realtime.item","type":"message","status":"completed","role":"user","content":[{"type":"input_audio","transcript":"hi"}]}}""",
        """{"type":"conversation.item.done","event_id":"event_6","previous_item_id":null,"item":{"id":"item_u","object":"realtime.item","type":"message","status":"completed","role":"user","content":[{"type":"input_audio","transcript":"hi"}]}}""",
        """{"type":"response.created","event_id":"event_7","response":{"object":"realtime.response","id":"resp_1","status":"in_progress","status_details":null,"output":[],"conversation_id":"conv_1","output_modalities":["audio"],"max_output_tokens":"inf","audio":{"output":{"format":{"type":"audio/pcm","rate":24000},"voice":"marin"}},"usage":null,"metadata":null}}""",
        """{"type":"response.output_item.added","event_id":"event_8","response_id":"resp_1","output_index":0,"item":{"id":"item_a","object":"realtime.item","type":"message","status":"in_progress","role":"assistant","content":[]}}""",
        """{"type":"conversation.item.added","event_id":"event_9","previous_item_id":"item_u","item":{"id":"item_a","object":"realtime.item","type":"message","status":"in_progress","role":"assistant","content":[]}}""",
        """{"type":"response.content_part.added","event_id":"event_10","response_id":"resp_1","item_id":"item_a","output_index":0,"content_index":0,"part":{"type":"audio","transcript":""}}""",
        """{"type":"response.output_audio_transcript.delta","event_id":"event_11","response_id":"resp_1","item_id":"item_a","output_index":0,"content_index":0,"delta":"Hé"}""",
        """{"type":"response.output_audio.delta","event_id":"event_12","response_id":"resp_1","item_id":"item_a","output_index":0,"content_index":0,"delta":"AAAA"}""",
        """{"type":"response.output_audio.done","event_id":"event_13","response_id":"resp_1","item_id":"item_a","output_index":0,"content_index":0}""",
        """{"type":"response.output_audio_transcript.done","event_id":"event_14","response_id":"resp_1","item_id":"item_a","output_index":0,"content_index":0,"transcript":"Hé"}""",
        """{"type":"response.content_part.done","event_id":"event_15","response_id":"resp_1","item_id":"item_a","output_index":0,"content_index":0,"part":{"type":"audio","transcript":"Hé"}}""",
        """{"type":"conversation.item.done","event_id":"event_16","previous_item_id":"item_u","item":{"id":"item_a","object":"realtime.item","type":"message","status":"completed","role":"assistant","content":[{"type":"output_audio","transcript":"Hé"}]}}""",
        """{"type":"response.output_item.done","event_id":"event_17","response_id":"resp_1","output_index":0,"item":{"id":"item_a","object":"realtime.item","type":"message","status":"completed","role":"assistant","content":[{"type":"output_audio","transcript":"Hé"}]}}""",
        """{"type":"response.output_item.added","event_id":"event_18","response_id":"resp_1","output_index":1,"item":{"id":"item_f","object":"realtime.item","type":"function_call","status":"in_progress","name":"f","call_id":"call_1","arguments":""}}""",
        """{"type":"conversation.item.added","event_id":"event_19","previous_item_id":"item_a","item":{"id":"item_f","object":"realtime.item","type":"function_call","status":"in_progress","name":"f","call_id":"call_1","arguments":""}}""",
        """{"type":"response.function_call_arguments.delta","event_id":"event_20","response_id":"resp_1","item_id":"item_f","output_index":1,"call_id":"call_1","delta":"{}"}""",
        """{"type":"response.function_call_arguments.done","event_id":"event_21","response_id":"resp_1","item_id":"item_f","output_index":1,"call_id":"call_1","name":"f","arguments":"{}"}""",
        """{"type":"conversation.item.done","event_id":"event_22","previous_item_id":"item_a","item":{"id":"item_f","object":"realtime.item","type":"function_call","status":"completed","name":"f","call_id":"call_1","arguments":"{}"}}""",
        """{"type":"response.output_item.done","event_id":"event_23","response_id":"resp_1","output_index":1,"item":{"id":"item_f","object":"realtime.item","type":"function_call","status":"completed","name":"f","call_id":"call_1","arguments":"{}"}}""",
        """{"type":"response.done","event_id":"event_24","response":{"object":"realtime.response","id":"resp_1","status":"completed","status_details":null,"output":[{"id":"item_a","object":"realtime.item","type":"message","status":"completed","role":"assistant","content":[{"type":"output_audio","transcript":"Hé"}]},{"id":"item_f","object":"realtime.item","type":"function_call","status":"completed","name":"f","call_id":"call_1","arguments":"{}"}],"conversation_id":"conv_1","output_modalities":["audio"],"max_output_tokens":"inf","audio":{"output":{"format":{"type":"audio/pcm","rate":24000},"voice":"marin"}},"usage":{"total_tokens":20,"input_tokens":10,"output_tokens":10,"input_token_details":{"text_tokens":4,"audio_tokens":6,"cached_tokens":0},"output_token_details":{"text_tokens":3,"audio_tokens":7}},"metadata":null}}""",
        """{"type":"rate_limits.updated","event_id":"event_25","rate_limits":[{"name":"tokens","limit":1000,"remaining":990,"reset_seconds":0.5}]}""",
        """{"type":"error","event_id":"event_26","error":{"type":"invalid_request_error","code":"invalid_value","message":"Invalid value.","param":"session.audio.output.voice","event_id":"c1"}}""",
    ];

    private static readonly string[] Transcription =
    [
        """{"type":"session.created","event_id":"event_1","session":{"type":"transcription","object":"realtime.transcription_session","id":"sess_1","expires_at":1756324625,"include":null,"audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"gpt-4o-transcribe"},"noise_reduction":{"type":"near_field"},"turn_detection":null}}}}""",
        """{"type":"session.updated","event_id":"event_2","session":{"type":"transcription","object":"realtime.transcription_session","id":"sess_1","audio":{"input":{"format":{"type":"audio/pcmu"}}}}}""",
        """{"type":"input_audio_buffer.committed","event_id":"event_3","previous_item_id":null,"item_id":"item_u"}""",
        """{"type":"conversation.item.input_audio_transcription.delta","event_id":"event_4","item_id":"item_u","content_index":0,"delta":"hi"}""",
    ];

    [Fact]
    public void Audio_turn_with_a_call_survives_both_edges() => Survives(AudioTurn);

    [Fact]
    public void Transcription_session_survives_both_edges() => Survives(Transcription);

    private static void Survives(string[] sent)
    {
        var (client, upstream) = (Edge.OfBetaClient(), Edge.OfBetaUpstream());

        var received = sent.SelectMany(client.FromCanonical).SelectMany(upstream.ToCanonical).ToArray();

        received.Length.ShouldBe(sent.Length);
        foreach (var (expected, actual) in sent.Zip(received))
        {
            WithoutOwnId(actual).ShouldBeJson(WithoutOwnId(expected));
        }
    }

    private static string WithoutOwnId(string json)
    {
        var fields = JsonNode.Parse(json)!.AsObject();
        if (fields["type"]!.GetValue<string>() == "conversation.item.done")
        {
            fields.Remove("event_id").ShouldBeTrue();
        }

        return fields.ToJsonString();
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.XAI;

namespace Realtime.Providers.Tests.XAI;

public class ToleranceTests
{
    private static readonly string[] OddValues = ["null", "[]", "{}", "\"\"", "\"x\"", "-1", "1e999", "true", "[null]", "[{}]", "{\"type\":7}"];

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"type":"session.updated","session":""")]
    [InlineData("""{"type":"response.done","response":{"id":"\ud800"}}""")]
    [InlineData("""{"type":"session.update","session":{"instructions":"\ud800"}}""")]
    [InlineData("""{"type":"session.update","session":{"a":1},}""")]
    public void Text_that_cannot_be_read_passes_as_it_is(string json)
    {
        new XaiWire().Xai(json).ShouldBe([json]);
        var client = new CapturingSink();
        client.FromClient(json).ShouldBe([json]);
    }

    [Fact]
    public void Binary_message_passes()
    {
        var sink = new CapturingSink();
        var message = new EventMessage(RealtimeEventType.Unknown, new byte[] { 1, 2, 3 }, IsBinary: true);

        sink.Translator.ToCanonical(message, sink);

        sink.Messages.ShouldHaveSingleItem().ShouldBe(message);
    }

    [Fact]
    public void Member_that_is_repeated_counts_as_its_last() => new XaiWire()
        .Xai("""{"type":"conversation.item.added","event_id":"x","item":{"id":"a","id":"u1","type":"message","role":"user","content":[{"type":"a","type":"input_text","text":"t"}]}}""")
        .Select(json => JsonNode.Parse(json)!["item"]!["id"]!.ToString()).ShouldBe(["u1", "u1"]);

    [Theory]
    [InlineData(EdgeSide.Client)]
    [InlineData(EdgeSide.Provider)]
    public void No_odd_value_in_any_field_stops_a_session(EdgeSide side)
    {
        foreach (var json in side == EdgeSide.Client ? ClientEvents : ServerEvents)
        {
            foreach (var path in Paths(JsonNode.Parse(json)!, ""))
            {
                foreach (var odd in OddValues)
                {
                    var wire = new XaiWire();
                    wire.Xai("""{"type":"response.created","response":{"id":"r1"}}""");
                    var mutated = Replace(json, path, odd);
                    var sent = side == EdgeSide.Client ? wire.Client(mutated) : wire.Xai(mutated);
                    sent.ShouldAllBe(text => JsonDocument.Parse(text, default).RootElement.ValueKind == JsonValueKind.Object, mutated);
                }
            }
        }
    }

    [Fact]
    public void Event_that_the_session_sends_while_another_is_translated_does_not_take_its_place()
    {
        var inner = new CapturingSink();
        var outer = new CapturingSink(inner.Translator);
        outer.OnFirst = () => inner.FromClient("""{"type":"response.create"}""");

        inner.Translator.ToCanonical(
            XaiWire.Message("""{"type":"conversation.item.added","item":{"id":"u1","type":"message","role":"user","content":[]}}"""), outer);

        outer.Messages.Select(message => message.Type).ShouldBe([RealtimeEventType.ConversationItemAdded, RealtimeEventType.ConversationItemDone]);
        inner.Messages.Select(message => message.Type).ShouldBe([RealtimeEventType.ResponseCreate]);
    }

    public enum EdgeSide
    {
        Client,
        Provider,
    }

    private static string[] ClientEvents =>
    [
        """{"type":"session.update","event_id":"c","session":{"type":"realtime","voice":"ara","reasoning":{"effort":"low"},"tools":[{"type":"mcp","server_url":"u","require_approval":"never"},{"type":"function","function":{"name":"f"}}],"output_modalities":["text"],"audio":{"input":{"format":{"type":"audio/pcm","rate":8000},"transcription":{"languages":["a"],"keywords":["b"]},"turn_detection":{"type":"server_vad","threshold":2}},"output":{"voice":{"id":"v"},"speed":9}}}}""",
        """{"type":"response.create","event_id":"c","response":{"output_modalities":["text"],"instructions":"i","metadata":{"a":"b"}}}""",
        """{"type":"conversation.item.create","item":{"type":"message","content":[{"type":"input_image"}]}}""",
        """{"type":"conversation.item.retrieve","event_id":"c","item_id":"i"}""",
        """{"type":"conversation.item.delete","event_id":"c","item_id":"i"}""",
        """{"type":"conversation.item.truncate","item_id":"i","content_index":0,"audio_end_ms":1}""",
        """{"type":"input_audio_buffer.append","audio":"AAAA"}""",
        """{"type":"response.cancel","event_id":"c"}""",
    ];

    private static string[] ServerEvents =>
    [
        """{"type":"session.updated","event_id":"x","session":{"id":"s","model":"m","voice":"ara","instructions":"i","modalities":["text"],"tools":[{"type":"function","name":"f"}],"reasoning":{"effort":"high"},"turn_detection":{"type":"server_vad"},"audio":{"input":{"format":{"type":"audio/pcm","rate":8000},"transcription":{"model":"m","keyterms":["a"]}},"output":{"format":{"type":"audio/pcm"},"speed":1}}}}""",
        """{"type":"conversation.created","conversation":{"id":"c"}}""",
        """{"type":"conversation.item.added","previous_item_id":"p","item":{"id":"i","type":"message","status":"completed","role":"user","content":[{"type":"input_audio","transcript":"t"}]}}""",
        """{"type":"conversation.item.done","item":{"id":"i"}}""",
        """{"type":"conversation.item.deleted","item_id":"i"}""",
        """{"type":"conversation.item.truncated","item_id":"i","content_index":0,"audio_end_ms":1,"transcript":"t"}""",
        """{"type":"conversation.item.input_audio_transcription.updated","item_id":"i","content_index":0,"transcript":"t"}""",
        """{"type":"conversation.item.input_audio_transcription.completed","item_id":"i","content_index":0,"transcript":"t","status":"in_progress","usage":{"type":"duration"}}""",
        """{"type":"input_audio_buffer.speech_started","item_id":"i","audio_start_ms":1}""",
        """{"type":"input_audio_buffer.committed","item_id":"i","previous_item_id":"p"}""",
        """{"type":"response.created","response":{"id":"r","status":"in_progress","modalities":["text"],"output":[{"id":"i"}],"usage":{}}}""",
        """{"type":"response.done","usage":{"input_tokens":1},"response":{"id":"r","status":"completed","output":[{"id":"i"}],"usage":{"input_tokens":1,"input_token_details":{"text_tokens":1,"cached_tokens_details":{"text_tokens":1}},"output_token_details":{"text_tokens":1}}}}""",
        """{"type":"response.output_item.added","response_id":"r","output_index":0,"item":{"id":"i","type":"function_call","call_id":"k","name":"n"}}""",
        """{"type":"response.output_item.done","response_id":"r","output_index":0,"item":{"id":"i","type":"message","role":"tool","status":"completed","content":[{"type":"text"}]}}""",
        """{"type":"response.content_part.added","item_id":"i","content_index":0,"part":{"type":"text","text":""}}""",
        """{"type":"response.content_part.done","item_id":"i","content_index":0,"part":{"type":"audio","transcript":""}}""",
        """{"type":"response.output_audio_transcript.delta","item_id":"i","output_index":0,"delta":"d"}""",
        """{"type":"response.output_audio_transcript.done","item_id":"i","transcript":"d"}""",
        """{"type":"response.function_call_arguments.done","item_id":"i","call_id":"k","name":"n","arguments":"a"}""",
        """{"type":"response.mcp_call_arguments.delta","item_id":"i","delta":"d"}""",
        """{"type":"error","error":{"type":"timeout","code":"c","message":"no active response","param":"session","event_id":"e"}}""",
    ];

    private static IEnumerable<string> Paths(JsonNode node, string prefix)
    {
        var children = node switch
        {
            JsonObject tree => tree.Select(field => (field.Key, field.Value)),
            JsonArray list => list.Select((value, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), value)),
            _ => [],
        };
        foreach (var (name, value) in children.ToArray())
        {
            if (prefix.Length == 0 && name == "type")
            {
                continue;
            }

            yield return prefix + name;
            foreach (var deeper in value is null ? [] : Paths(value, prefix + name + "/"))
            {
                yield return deeper;
            }
        }
    }

    private static string Replace(string json, string path, string value)
    {
        var root = JsonNode.Parse(json)!;
        var node = root;
        var names = path.Split('/');
        foreach (var name in names[..^1])
        {
            node = node is JsonArray ? node[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : node[name]!;
        }

        if (node is JsonArray array)
        {
            array[int.Parse(names[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        }
        else
        {
            node[names[^1]] = JsonNode.Parse(value);
        }

        return root.ToJsonString();
    }

    private sealed class CapturingSink(XaiTranslator translator) : IEventSink
    {
        public CapturingSink()
            : this(new XaiTranslator(new CountingIds()))
        {
        }

        public XaiTranslator Translator => translator;

        public List<EventMessage> Messages { get; } = [];

        public Action? OnFirst { get; set; }

        public string[] FromClient(string json)
        {
            translator.FromCanonical(XaiWire.Message(json), this);
            return [.. Messages.Select(message => Encoding.UTF8.GetString(message.Payload.Span))];
        }

        public void Forward(in EventMessage message)
        {
            Messages.Add(message);
            var first = OnFirst;
            OnFirst = null;
            first?.Invoke();
        }

        public void Reply(in EventMessage message) => Messages.Add(message);
    }
}

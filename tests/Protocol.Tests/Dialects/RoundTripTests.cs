using System.Text.Json.Nodes;

namespace Realtime.Protocol.Tests.Dialects;

/// <summary>What goes out in one form and comes back is what it was, but for the drops that the protocol document names.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] SessionFields =
    [
        """{"modalities":["audio","text"]}""",
        """{"input_audio_format":"pcm16"}""",
        """{"output_audio_format":"g711_ulaw"}""",
        """{"input_audio_transcription":{"model":"whisper-1"}}""",
        """{"input_audio_noise_reduction":null}""",
        """{"turn_detection":{"type":"semantic_vad","eagerness":"high"}}""",
        """{"voice":"verse"}""",
        """{"speed":0.9}""",
        """{"max_response_output_tokens":7}""",
        """{"instructions":"Sag „hallo“."}""",
        """{"tools":[{"type":"function","name":"f"}]}""",
        """{"tool_choice":"none"}""",
    ];

    [Fact]
    public void Session_settings_of_a_beta_client_come_back_in_any_combination()
    {
        // A step that shares no factor with the number of subsets meets each field in ever new company.
        for (var chosen = 0; chosen < 1 << SessionFields.Length; chosen += 13)
        {
            var session = "{}";
            for (var index = 0; index < SessionFields.Length; index++)
            {
                session = (chosen & (1 << index)) == 0 ? session : session.With(SessionFields[index]);
            }

            var edge = Edge.OfBetaClient();
            var ga = edge.ToCanonical($$"""{"type":"session.update","session":{{session}}}""")[0];
            var back = edge.FromCanonical(ga.Replace("session.update", "session.updated", StringComparison.Ordinal))[0];

            back.ShouldBeJson($$$"""{"type":"session.updated","session":{{{session.With("""{"temperature":0.8}""")}}}}""");
        }
    }

    [Theory]
    [InlineData("""{"type":"session.update","session":{"modalities":["audio","text"],"voice":"ash","turn_detection":null,"tools":[]}}""")]
    [InlineData("""{"type":"transcription_session.update","session":{"input_audio_format":"g711_alaw","input_audio_transcription":{"model":"whisper-1"}}}""")]
    [InlineData("""{"type":"conversation.item.create","previous_item_id":"root","item":{"type":"message","role":"assistant","content":[{"type":"text","text":"a"}]}}""")]
    [InlineData("""{"type":"response.create","response":{"modalities":["text"],"voice":"ash","output_audio_format":"pcm16","max_output_tokens":5,"metadata":{"a":"b"}}}""")]
    public void Client_events_of_a_beta_client_reach_a_beta_upstream_as_they_were(string clientEvent) =>
        Edge.OfBetaUpstream().FromCanonical(Edge.OfBetaClient().ToCanonical(clientEvent)[0]).ShouldHaveSingleItem()
            .ShouldBeJson(clientEvent);

    [Theory]
    [InlineData("""{"type":"session.created","event_id":"e","session":{"id":"s","modalities":["audio","text"],"voice":"ash","temperature":0.8}}""")]
    [InlineData("""{"type":"transcription_session.updated","event_id":"e","session":{"id":"s","input_audio_format":"pcm16","turn_detection":null}}""")]
    [InlineData("""{"type":"conversation.item.created","event_id":"e","previous_item_id":"p","item":{"id":"i","type":"message","role":"assistant","status":"completed","content":[{"type":"audio","transcript":"a"}]}}""")]
    [InlineData("""{"type":"conversation.item.created","event_id":"e","item":{"id":"i","type":"message","role":"assistant","status":"in_progress","content":[]}}""")]
    [InlineData("""{"type":"response.output_item.done","event_id":"e","item":{"id":"i","role":"assistant","content":[{"type":"text","text":"a"}]}}""")]
    [InlineData("""{"type":"response.done","event_id":"e","response":{"id":"r","modalities":["text"],"voice":"ash","output_audio_format":"pcm16","temperature":0.8,"output":[{"id":"i","role":"assistant","content":[{"type":"text","text":"a"}]}]}}""")]
    [InlineData("""{"type":"response.audio.delta","event_id":"e","delta":"AAAA"}""")]
    [InlineData("""{"type":"response.audio_transcript.done","event_id":"e","transcript":"a"}""")]
    [InlineData("""{"type":"error","event_id":"e","error":{"param":"session.turn_detection.type","message":"m"}}""")]
    [InlineData("""{"type":"rate_limits.updated","event_id":"e","rate_limits":[]}""")]
    public void Server_events_of_a_beta_upstream_reach_a_beta_client_as_they_were(string serverEvent)
    {
        var client = Edge.OfBetaClient();
        var received = Edge.OfBetaUpstream().ToCanonical(serverEvent).SelectMany(client.FromCanonical);

        received.ShouldHaveSingleItem().ShouldBeJson(serverEvent);
    }

    [Fact]
    public void Text_turn_of_a_ga_upstream_has_the_beta_sequence_for_a_beta_client()
    {
        string[] ga =
        [
            "response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added",
            "response.output_text.delta", "response.output_text.done", "response.content_part.done", "conversation.item.done",
            "response.output_item.done", "response.done", "rate_limits.updated",
        ];
        var client = Edge.OfBetaClient();

        ga.SelectMany(type => client.FromCanonical($$$"""{"type":"{{{type}}}","response":{},"item":{}}""")).Select(TypeOf).ShouldBe(
        [
            "response.created", "response.output_item.added", "conversation.item.created", "response.content_part.added",
            "response.text.delta", "response.text.done", "response.content_part.done",
            "response.output_item.done", "response.done", "rate_limits.updated",
        ]);
    }

    [Fact]
    public void Text_turn_of_a_beta_upstream_has_the_ga_sequence()
    {
        const string Item = """{"id":"i","type":"message","role":"assistant","status":"in_progress","content":[]}""";
        string[] beta =
        [
            "response.created", "response.output_item.added", "conversation.item.created", "response.content_part.added",
            "response.text.delta", "response.text.done", "response.content_part.done",
            "response.output_item.done", "response.done", "rate_limits.updated",
        ];
        var upstream = Edge.OfBetaUpstream();

        beta.SelectMany(type => upstream.ToCanonical($$"""{"type":"{{type}}","response":{},"item":{{Item}}}""")).Select(TypeOf).ShouldBe(
        [
            "response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added",
            "response.output_text.delta", "response.output_text.done", "response.content_part.done", "conversation.item.done",
            "response.output_item.done", "response.done", "rate_limits.updated",
        ]);
    }

    private static string TypeOf(string json) => JsonNode.Parse(json)!["type"]!.GetValue<string>();
}

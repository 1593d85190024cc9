using Realtime.Protocol.Translation;
using Realtime.Testing.Schemas;

namespace Realtime.Simulator.Tests.Units;

public sealed class RealtimeSchemasTests
{
    [Theory]
    [InlineData("""{"type":"response.output_text.delta","event_id":"e","response_id":"r","item_id":"i","output_index":0,"content_index":0,"delta":"x"}""", 0, null)]
    [InlineData("""{"type":"response.output_text.delta","event_id":"e","response_id":"r","item_id":"i","output_index":0,"content_index":0}""", 0, "delta")]
    [InlineData("""{"type":"response.output_text.delta","event_id":7,"response_id":"r","item_id":"i","output_index":0,"content_index":0,"delta":"x"}""", 0, "$.event_id")]
    [InlineData("""{"type":"response.output_text.delta","event_id":"e","response_id":"r","item_id":"i","output_index":0.5,"content_index":0,"delta":"x"}""", 0, "$.output_index")]
    [InlineData("""{"type":"response.text.delta","event_id":"e","response_id":"r","item_id":"i","output_index":0,"content_index":0,"delta":"x"}""", 0, "response.text.delta")]
    [InlineData("""{"type":"response.text.delta","event_id":"e","response_id":"r","item_id":"i","output_index":0,"content_index":0,"delta":"x"}""", 1, null)]
    [InlineData("""{"type":"response.done","event_id":"e","response":{"status":"finished"}}""", 0, "$.response.status")]
    [InlineData("""{"type":"conversation.item.done","event_id":"e","item":{"type":"message","role":"assistant","content":[{"type":"text","text":"x"}]}}""", 0, "$.item.content[0].type")]
    public void ValidateServerEvent_finds_what_breaks_the_schema(string json, int dialect, string? violation)
    {
        var found = RealtimeSchemas.ValidateServerEvent(json, (Dialect)dialect);

        if (violation is null)
        {
            found.ShouldBeEmpty();
        }
        else
        {
            string.Join('\n', found).ShouldContain(violation);
        }
    }

    [Fact]
    public void EventTypes_name_both_forms()
    {
        RealtimeSchemas.EventTypes(Dialect.Ga, "server").ShouldContain("conversation.item.done");
        RealtimeSchemas.EventTypes(Dialect.Beta, "client").ShouldContain("transcription_session.update");
    }
}

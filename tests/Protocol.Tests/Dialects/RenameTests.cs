namespace Realtime.Protocol.Tests.Dialects;

/// <summary>Events that differ in their name alone: nothing but the name may change, to the byte.</summary>
public sealed class RenameTests
{
    public static TheoryData<string, string> Names => new()
    {
        { "response.text.delta", "response.output_text.delta" },
        { "response.text.done", "response.output_text.done" },
        { "response.audio.delta", "response.output_audio.delta" },
        { "response.audio.done", "response.output_audio.done" },
        { "response.audio_transcript.delta", "response.output_audio_transcript.delta" },
        { "response.audio_transcript.done", "response.output_audio_transcript.done" },
    };

    public static TheoryData<string> Shapes =>
    [
        """{"type":"NAME","event_id":"e","delta":"AAAA"}""",
        """{"event_id":"e","delta":"\"type\":\"x\" \ud83d \u00e9 é","type":"NAME"}""",
        """ { "x" : { "type" : "NAME" , "y":[{"type":1}] } , "n":1.50e+2 ,  "type"  :  "NAME"  , "type2":"NAME" } """,
        """{"list":["type",{"type":"a"}],"type":"NAME","obfuscation":"aB"}""",
        """{"type":"NAME","delta":"cut off""",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_change_and_every_other_byte_stays(string beta, string ga)
    {
        foreach (var shape in Shapes)
        {
            var (betaEvent, gaEvent) = (Named(shape, beta), Named(shape, ga));
            Edge.OfBetaClient().FromCanonical(gaEvent).ShouldHaveSingleItem().ShouldBe(betaEvent);
            Edge.OfBetaUpstream().ToCanonical(betaEvent).ShouldHaveSingleItem().ShouldBe(gaEvent);
        }
    }

    [Fact]
    public void Names_change_in_long_events_one_after_another()
    {
        var edge = Edge.OfBetaClient();
        foreach (var length in (int[])[200_000, 10, 8_000, 0])
        {
            var audio = new string('A', length);
            edge.FromCanonical($$"""{"type":"response.output_audio.delta","delta":"{{audio}}"}""").ShouldHaveSingleItem()
                .ShouldBe($$"""{"type":"response.audio.delta","delta":"{{audio}}"}""");
        }
    }

    [Theory]
    [InlineData("input_audio_buffer.append")]
    [InlineData("input_audio_buffer.committed")]
    [InlineData("conversation.item.input_audio_transcription.completed")]
    [InlineData("response.content_part.added")]
    [InlineData("rate_limits.updated")]
    [InlineData("response.function_call_arguments.delta")]
    [InlineData("response.mcp_call.completed")]
    [InlineData("input_audio_buffer.timeout_triggered")]
    [InlineData("a.type.of.tomorrow")]
    public void Events_that_the_forms_share_pass_as_they_are(string type)
    {
        var json = $$$"""{"type":"{{{type}}}","part":{"type":"audio"},"item":{"role":"assistant","content":[{"type":"text"}]}}""";

        Edge.OfBetaClient().ToCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
        Edge.OfBetaClient().FromCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
        Edge.OfBetaUpstream().ToCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
        Edge.OfBetaUpstream().FromCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
    }

    [Theory]
    [InlineData("input_audio_buffer.timeout_triggered")]
    [InlineData("input_audio_buffer.dtmf_event_received")]
    [InlineData("mcp_list_tools.completed")]
    [InlineData("response.mcp_call_arguments.delta")]
    [InlineData("response.mcp_call.failed")]
    public void FromCanonical_events_that_beta_never_had_can_be_kept_from_the_client(string type)
    {
        var edge = Edge.OfBetaClient(new() { SendGaOnlyEvents = false });

        edge.FromCanonical($$"""{"type":"{{type}}"}""").ShouldBeEmpty();
        edge.FromCanonical("""{"type":"rate_limits.updated"}""").ShouldHaveSingleItem();
    }

    private static string Named(string shape, string name)
    {
        // The name stands last at the top level; one in a nested object is put there to mislead.
        var at = shape.LastIndexOf("\"NAME\"", StringComparison.Ordinal);
        if (shape.Contains("type2", StringComparison.Ordinal))
        {
            at = shape.LastIndexOf("\"NAME\"", at - 1, StringComparison.Ordinal);
        }

        return shape[..at] + $"\"{name}\"" + shape[(at + 6)..];
    }
}

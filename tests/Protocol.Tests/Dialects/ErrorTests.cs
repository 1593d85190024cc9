namespace Realtime.Protocol.Tests.Dialects;

/// <summary>Errors name the field where their reader wrote it.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("session.voice", "session.audio.output.voice")]
    [InlineData("session.speed", "session.audio.output.speed")]
    [InlineData("session.modalities", "session.output_modalities")]
    [InlineData("session.modalities[0]", "session.output_modalities[0]")]
    [InlineData("session.input_audio_format", "session.audio.input.format")]
    [InlineData("session.output_audio_format", "session.audio.output.format")]
    [InlineData("session.input_audio_transcription.model", "session.audio.input.transcription.model")]
    [InlineData("session.input_audio_noise_reduction.type", "session.audio.input.noise_reduction.type")]
    [InlineData("session.turn_detection", "session.audio.input.turn_detection")]
    [InlineData("session.turn_detection.threshold", "session.audio.input.turn_detection.threshold")]
    [InlineData("session.max_response_output_tokens", "session.max_output_tokens")]
    [InlineData("response.modalities", "response.output_modalities")]
    [InlineData("response.voice", "response.audio.output.voice")]
    [InlineData("response.output_audio_format", "response.audio.output.format")]
    public void Paths_are_translated_at_both_edges(string beta, string ga)
    {
        Edge.OfBetaClient().FromCanonical(Error(ga)).ShouldHaveSingleItem().ShouldBeJson(Error(beta));
        Edge.OfBetaUpstream().ToCanonical(Error(beta)).ShouldHaveSingleItem().ShouldBeJson(Error(ga));
    }

    [Fact]
    public void FromCanonical_part_of_a_format_is_the_format_in_beta() =>
        Edge.OfBetaClient().FromCanonical(Error("session.audio.input.format.rate")).ShouldHaveSingleItem()
            .ShouldBeJson(Error("session.input_audio_format"));

    [Theory]
    [InlineData("\"session.tools[2].meta\"")]
    [InlineData("\"session.voices\"")]
    [InlineData("\"session.audio.output.voices\"")]
    [InlineData("\"session.type\"")]
    [InlineData("\"response.max_output_tokens\"")]
    [InlineData("\"item.content[0].type\"")]
    [InlineData("\"type\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("3")]
    public void Other_paths_pass_byte_for_byte(string param)
    {
        var json = $$$"""{"type":"error", "error":{"message":"m","param":{{{param}}}}}""";

        Edge.OfBetaClient().FromCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
        Edge.OfBetaUpstream().ToCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
    }

    private static string Error(string param) => $$$"""
        {"type":"error","event_id":"e1","error":{"type":"invalid_request_error","code":"invalid_value","message":"Invalid value at session.audio.output.voice","param":"{{{param}}}","event_id":"c1"}}
        """;
}

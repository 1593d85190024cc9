namespace Realtime.Providers.Tests.XAI;

public class ClientEventTests
{
    private readonly XaiWire _wire = new();

    [Theory]
    [InlineData("""{"type":"response.create","event_id":"c1"}""", """{"type":"response.create","event_id":"c1"}""")]
    [InlineData("""{"type":"response.create","response":{}}""", """{"type":"response.create"}""")]
    [InlineData(
        """{"type":"response.create","response":{"output_modalities":["audio"],"instructions":"Be brief.","metadata":{"client_event_id":"c1"}}}""",
        """{"type":"response.create","response":{"modalities":["text","audio"],"instructions":"Be brief.","metadata":{"client_event_id":"c1"}}}""")]
    [InlineData(
        """{"type":"response.create","response":{"output_modalities":["text"],"tools":[],"tool_choice":"none","max_output_tokens":5,"conversation":"auto","audio":{}}}""",
        """{"type":"response.create","response":{"modalities":["text"]}}""")]
    public void Response_create_keeps_what_xAI_knows(string json, string expected) => _wire.Client(json).ShouldBeEvents(expected);

    [Fact]
    public void Response_create_takes_the_modalities_of_the_session()
    {
        _wire.Client("""{"type":"session.update","session":{"output_modalities":["text"]}}""");

        _wire.Client("""{"type":"response.create"}""").ShouldBeEvents("""{"type":"response.create","response":{"modalities":["text"]}}""");
        _wire.Client("""{"type":"response.create","response":{"output_modalities":["audio"]}}""")
            .ShouldBeEvents("""{"type":"response.create","response":{"modalities":["text","audio"]}}""");
    }

    [Theory]
    [InlineData("""{"conversation":"none"}""", "response.conversation", "This model's provider has no responses outside of the conversation.")]
    [InlineData("""{"input":[]}""", "response.input", "This model's provider has no responses with an input of their own.")]
    public void Response_with_a_context_of_its_own_is_refused(string response, string param, string message)
    {
        _wire.Client("""{"type":"response.create","event_id":"c1","response":<>}""".With(response), out var answers).ShouldBeEmpty();

        answers.ShouldBeEvents("""
            {"type":"error","event_id":"*","error":{"type":"invalid_request_error","code":"unsupported_parameter","message":"<>","param":"<>","event_id":"c1"}}
            """.With(message).With(param));
    }

    [Fact]
    public void Image_is_refused_by_its_place()
    {
        _wire.Client(
            """
            {"type":"conversation.item.create","event_id":"c1","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"See:"},
            {"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}}
            """,
            out var answers).ShouldBeEmpty();

        answers.ShouldBeEvents("""
            {"type":"error","event_id":"*","error":{"type":"invalid_request_error","code":"unsupported_parameter",
            "message":"This model's provider takes no images.","param":"item.content[1].type","event_id":"c1"}}
            """);
    }

    [Theory]
    [InlineData("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"input_image"}]}}""")]
    [InlineData("""{"item":{"type":"message","type":"message","role":"user","content":[{"type":"input_audio","audio":"AAAA"}]}, "type":"conversation.item.create"}""")]
    [InlineData("""{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"k1","output":"{}"}}""")]
    [InlineData("""{"type":"conversation.item.truncate","item_id":"a1","content_index":0,"audio_end_ms":5}""")]
    [InlineData("""{"type":"response.cancel","response_id":"r1"}""")]
    [InlineData("""{"type":"input_audio_buffer.commit"}""")]
    [InlineData("""{"type":"input_audio_buffer.clear"}""")]
    [InlineData("""{"type":"something.new","a":1}""")]
    public void Event_that_xAI_takes_passes_byte_for_byte(string json)
    {
        _wire.Client(json, out var answers).ShouldBe([json]);
        answers.ShouldBeEmpty();
    }

    [Fact]
    public void Clearing_of_the_output_buffer_is_refused()
    {
        _wire.Client("""{"type":"output_audio_buffer.clear","event_id":"c1"}""", out var answers).ShouldBeEmpty();

        answers.ShouldBeEvents("""
            {"type":"error","event_id":"*","error":{"type":"invalid_request_error","code":"unsupported_event",
            "message":"output_audio_buffer.clear is for WebRTC and SIP sessions only.","param":"type","event_id":"c1"}}
            """);
    }
}

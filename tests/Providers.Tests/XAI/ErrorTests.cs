namespace Realtime.Providers.Tests.XAI;

public class ErrorTests
{
    private readonly XaiWire _wire = new();

    [Theory]
    [InlineData("invalid_request_error", "invalid_request_error", "null")]
    [InlineData("invalid_event", "invalid_request_error", "\"invalid_event\"")]
    [InlineData("internal_error", "server_error", "\"internal_error\"")]
    [InlineData("timeout", "server_error", "\"timeout\"")]
    [InlineData("max_duration", "invalid_request_error", "\"session_expired\"")]
    public void Types_become_those_of_OpenAI(string type, string expected, string code) => _wire
        .Xai1("""{"type":"error","event_id":"x1","error":{"type":"<>","message":"m"}}""".With(type))
        .ShouldBeEvent("""{"type":"error","event_id":"x1","error":{"type":"<>","code":<>,"message":"m","param":null,"event_id":null}}""".With(expected).With(code));

    [Theory]
    [InlineData("""{"type":"error","event_id":"x1","code":"bad","message":"m"}""", "\"bad\"")]
    [InlineData("""{"type":"error","event_id":"x1","error":"m"}""", "null")]
    public void Flat_error_is_nested(string json, string code) => _wire.Xai1(json).ShouldBeEvent("""
        {"type":"error","event_id":"x1","error":{"type":"invalid_request_error","code":<>,"message":"m","param":null,"event_id":null}}
        """.With(code));

    [Fact]
    public void Cancel_that_came_too_late_has_the_code_and_the_words_that_clients_know()
    {
        _wire.Client("""{"type":"response.cancel","event_id":"c7"}""").ShouldHaveSingleItem();

        _wire.Xai1("""{"type":"error","event_id":"x1","error":{"type":"invalid_request_error","code":"no_response","message":"There is no active response."}}""")
            .ShouldBeEvent("""
            {"type":"error","event_id":"x1","error":{"type":"invalid_request_error","code":"response_cancel_not_active",
            "message":"Cancellation failed: There is no active response.","param":null,"event_id":"c7"}}
            """);
    }

    [Fact]
    public void Second_response_has_the_code_that_clients_know()
    {
        _wire.Client("""{"type":"response.create","event_id":"c1"}""");
        _wire.Client("""{"type":"response.create","event_id":"c2"}""");

        _wire.Xai1("""{"type":"error","event_id":"x1","error":{"type":"invalid_request_error","message":"Conversation already has an active response"}}""")
            .ShouldBeEvent("""
            {"type":"error","event_id":"x1","error":{"type":"invalid_request_error","code":"conversation_already_has_active_response",
            "message":"Conversation already has an active response","param":null,"event_id":"c2"}}
            """);
    }

    [Fact]
    public void Event_id_that_xAI_tells_is_kept()
    {
        _wire.Client("""{"type":"response.cancel","event_id":"c7"}""");

        _wire.XaiObject("""{"type":"error","error":{"message":"no active response","event_id":"c6"}}""")["error"]!["event_id"]!.ToString().ShouldBe("c6");
    }

    [Fact]
    public void Error_of_OpenAIs_form_passes_byte_for_byte()
    {
        const string Error = """{"type":"error","event_id":"x","error":{"type":"invalid_request_error","code":"c","message":"m","param":null,"event_id":null}}""";

        _wire.Xai(Error).ShouldBe([Error]);
    }
}

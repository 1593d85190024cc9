using System.Text.Json.Nodes;
using Realtime.Grains.Sessions;
using Realtime.Grains.Sessions.Stages;

namespace Realtime.Grains.Tests.Sessions;

public sealed class ModelCheckStageTests
{
    private readonly RecordingOutput _output = new();

    [Theory]
    [InlineData("""{"type":"session.update","session":{"instructions":"x"}}""")]
    [InlineData("""{"type":"session.update","session":{"model":"gpt-realtime"}}""")]
    [InlineData("""{"type":"session.update","session":{"model":null}}""")]
    [InlineData("""{"type":"session.update","session":{"tools":[{"type":"function","parameters":{"properties":{"model":"other"}}}]}}""")]
    [InlineData("""{"type":"session.update","session":{"audio":{"input":{"transcription":{"model":"whisper-1"}}}}}""")]
    [InlineData("""{"type":"response.create","response":{"metadata":{"model":"other"}}}""")]
    public void What_names_no_other_model_passes_unchanged(string text)
    {
        Run(text);

        _output.Upstream.ShouldBe([text]);
        _output.Client.ShouldBeEmpty();
    }

    [Fact]
    public void Configured_name_is_replaced_in_its_place_only()
    {
        Run("""{ "type":"session.update", "session":{ "model" : "voice", "instructions":"say voice" } }""");

        _output.Upstream.ShouldBe(["""{ "type":"session.update", "session":{ "model" : "gpt-realtime", "instructions":"say voice" } }"""]);
    }

    [Theory]
    [InlineData("""{"type":"session.update","session":{"model":"other"}}""", "invalid_value")]
    [InlineData("""{"type":"session.update","session":{"model":"unknown"}}""", "model_not_found")]
    [InlineData("""{"type":"session.update","session":{"model":"voice","model":"other"}}""", "invalid_value")]
    [InlineData("""{"type":"session.update","s\u0065ssion":{"m\u006fdel":"other"}}""", "invalid_value")]
    [InlineData("""{"type":"response.create","response":{"model":"other"}}""", "invalid_value")]
    public void Other_model_is_refused_with_the_clients_event_id(string text, string code)
    {
        Run(text.Insert(1, "\"event_id\":\"mine\","));

        _output.Upstream.ShouldBeEmpty();
        var error = JsonNode.Parse(_output.Client.ShouldHaveSingleItem())!["error"]!;
        ((string?)error["code"]).ShouldBe(code);
        ((string?)error["event_id"]).ShouldBe("mine");
    }

    [Theory]
    [InlineData("""{"type":"session.update","session":{"model":"other"}}""")]
    [InlineData("""{"type":"session.update","session":{"audio":{"input":{"transcription":{"model":"listener"}}}}}""")]
    public void Model_that_the_key_may_not_use_is_not_allowed(string text)
    {
        Run(text, "voice");

        ((string?)JsonNode.Parse(_output.Client.ShouldHaveSingleItem())!["error"]!["code"]).ShouldBe("model_not_allowed");
        _output.Upstream.ShouldBeEmpty();
    }

    private void Run(string text, params string[] allowed)
    {
        var stage = new ModelCheckStage(Setups.Setup(TimeProvider.System, allowed.Length == 0 ? null : allowed));
        stage.Use(Setups.Deployment);
        new SessionPipeline([stage], null, null, sameForm: true, _output).FromClient(Events.Message(text));
    }
}

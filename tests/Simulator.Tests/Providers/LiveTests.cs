using System.Net.WebSockets;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Tests.Support;

namespace Realtime.Simulator.Tests.Providers;

/// <summary>The rules of Gemini's Live API, which the simulator enforces as the services do.</summary>
public sealed class LiveTests : IAsyncLifetime
{
    private SimulatorHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await SimulatorHost.StartAsync(
        new() { LiveConnectionLength = TimeSpan.FromSeconds(6), LiveGoAwayLead = TimeSpan.FromSeconds(5) }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("""{"setup":{"model":"models/gemini-3.8-live"}}""")]
    [InlineData("""{"nonsense":{}}""")]
    [InlineData("""{"realtimeInput":{"activityStart":{}}}""")]
    [InlineData("""{"realtimeInput":{"audio":{"mimeType":"audio/pcmu","data":"AAAA"}}}""")]
    [InlineData("""{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=x","data":"AAAA"}}}""")]
    [InlineData("""{"realtimeInput":{"audioStreamEnd":{}}}""")]
    [InlineData("""{"realtimeInput":{"text":"a","audioStreamEnd":true}}""")]
    [InlineData("""{"clientContent":{"turns":[{"role":"system","parts":[]}]}}""")]
    [InlineData("""{"clientContent":{"turnCompleted":true}}""")]
    [InlineData("""{"toolResponse":{"functionResponses":[{"id":"no","response":{}}]}}""")]
    [InlineData("""{"clientContent":{},"realtimeInput":{}}""")]
    [InlineData("no json")]
    public async Task What_breaks_a_rule_ends_the_connection_with_1007(string message)
    {
        await using var client = await LiveClient.StartAsync(_host);

        await client.SendAsync(message);

        (await client.EndAsync()).Code.ShouldBe(1007);
    }

    [Theory]
    [InlineData("""{"clientContent":{}}""", 1007)]
    [InlineData("""{"setup":{}}""", 1007)]
    [InlineData("""{"setup":{"model":"gemini-3.8-live"}}""", 1007)]
    [InlineData("""{"setup":{"model":"models/missing"}}""", 1008)]
    [InlineData("""{"setup":{"model":"models/gemini-3.8-live","session":{}}}""", 1007)]
    [InlineData("""{"setup":{"model":"models/gemini-3.8-live","generationConfig":{"responseModalities":["TEXT"]}}}""", 1007)]
    [InlineData("""{"setup":{"model":"models/gemini-3.8-live","sessionResumption":{"handle":"forged"}}}""", 1007)]
    [InlineData("""{"setup":{"model":"models/gemini-3.8-live","tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"object"}}]}]}}""", 1007)]
    public async Task A_setup_that_is_wrong_or_not_first_is_refused(string message, int code)
    {
        await using var client = await LiveClient.ConnectAsync(_host);

        await client.SendAsync(message);

        (await client.EndAsync()).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_wrong_key_is_noticed_after_the_upgrade_and_a_missing_token_before_it()
    {
        await using var client = await LiveClient.ConnectAsync(_host, key: "invalid-key");
        await client.SendAsync("""{"setup":{"model":"models/gemini-3.8-live"}}""");
        (await client.EndAsync()).ShouldBe((1007, "API key not valid. Please pass a valid API key."));

        await Should.ThrowAsync<WebSocketException>(() => LiveClient.ConnectAsync(_host, key: ""));
        await Should.ThrowAsync<WebSocketException>(
            () => LiveClient.ConnectAsync(_host, key: "invalid", path: "/ws/google.cloud.aiplatform.v1.LlmBidiService/BidiGenerateContent"));
    }

    [Fact]
    public async Task The_restricted_generation_takes_content_as_its_history_alone()
    {
        await using var seeded = await LiveClient.StartAsync(
            _host, ",\"historyConfig\":{\"initialHistoryInClientContent\":true}", "gemini-3.1-flash-live-preview");
        await seeded.SendAsync("""{"clientContent":{"turns":[{"role":"user","parts":[{"text":"blue"}]}],"turnComplete":true}}""");
        await seeded.SendAsync("""{"realtimeInput":{"text":"repeat turn 1"}}""");
        await seeded.NextAsync("turnComplete");
        seeded.Received.ShouldContain(message => message.ToJsonString().Contains("\"modelTurn\"", StringComparison.Ordinal));
        await seeded.SendAsync("""{"clientContent":{"turnComplete":true}}""");

        (await seeded.EndAsync()).Code.ShouldBe(1007);
    }

    [Fact]
    public async Task A_connection_tells_when_it_goes_and_goes()
    {
        await using var client = await LiveClient.StartAsync(_host, ",\"sessionResumption\":{}");

        (await client.NextAsync("goAway"))["goAway"]!["timeLeft"]!.ToString().ShouldBe("5s");
        (await client.EndAsync()).Code.ShouldBe(1001);
        client.Received.ShouldContain(message => message.ContainsKey("sessionResumptionUpdate"));
    }
}

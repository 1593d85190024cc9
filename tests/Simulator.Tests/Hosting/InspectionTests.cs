using System.Text.Json.Nodes;
using Realtime.Simulator.Tests.Support;

namespace Realtime.Simulator.Tests.Hosting;

public sealed class InspectionTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    [Fact]
    public async Task Connections_tell_what_came_and_what_was_served_and_keep_no_credential()
    {
        await using (var client = await TestClient.ConnectAsync(simulator.Host, "/v1/realtime?model=gpt-realtime&x=1", options => options.SetRequestHeader("x-extra", "yes"), key: "sk-very-secret-value"))
        {
            await client.SendAudioAsync(Sound.Silence(100));
            await client.SendAsync("input_audio_buffer.clear", ("event_id", "mine"));
            await client.AskAsync("hello");
            await client.CloseAsync(reason: "done here");
        }

        await Eventually.HoldsAsync(() => simulator.Host.Connections[^1].IsOver);
        using var http = new HttpClient { BaseAddress = simulator.Host.BaseAddress };
        var text = await http.GetStringAsync(new Uri("/simulator/connections", UriKind.Relative), TestContext.Current.CancellationToken);
        var connection = JsonNode.Parse(text)!.AsArray()[^1]!;

        text.ShouldNotContain("very-secret");
        connection["headers"]!["authorization"]!.ToString().ShouldEndWith("alue");
        connection["headers"]!["x-extra"]!.ToString().ShouldBe("yes");
        connection["path"]!.ToString().ShouldBe("/v1/realtime");
        connection["query"]!.ToString().ShouldBe("?model=gpt-realtime&x=1");
        connection["received"]!.AsArray().Select(e => e!["type"]!.ToString()).ShouldBe(["input_audio_buffer.append", "input_audio_buffer.clear", "conversation.item.create", "response.create"]);
        connection["received"]![1]!["eventId"]!.ToString().ShouldBe("mine");
        connection["received"]![2]!["text"]!.ToString().ShouldContain("\"text\":\"hello\"");
        ((long)connection["audioBytesReceived"]!).ShouldBe(4800);
        ((int)connection["closeCodeReceived"]!).ShouldBe(1000);
        connection["closeReasonReceived"]!.ToString().ShouldBe("done here");
        ((int)connection["sent"]!["response.done"]!).ShouldBe(1);
        ((int)connection["usage"]!["responses"]!).ShouldBe(1);
        ((long)connection["usage"]!["outputTokens"]!).ShouldBeGreaterThan(0);
    }
}

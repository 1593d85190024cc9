using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Realtime.Protocol.Translation;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Tests.Providers;
using Realtime.Simulator.Tests.Support;

namespace Realtime.Simulator.Tests.Faults;

public sealed class FaultTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private const string Path = "/v1/realtime?model=gpt-realtime";

    [Fact]
    public async Task Refuse_answers_the_handshake_with_the_status_and_the_providers_body()
    {
        using var http = new HttpClient { BaseAddress = simulator.Host.BaseAddress };
        using var answer = await http.GetAsync(new Uri(Path + "&fault=refuse=429:7", UriKind.Relative), TestContext.Current.CancellationToken);
        using var azure = await http.GetAsync(new Uri("/openai/v1/realtime?model=m&fault=refuse=503", UriKind.Relative), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!["code"]!.ToString().ShouldBe("rate_limit_exceeded");
        JsonNode.Parse(await azure.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!["code"]!.ToString().ShouldBe("InternalServerError");
        (await OpenAiEdgeTests.RefusalAsync(simulator.Host, Path, "sk", o => o.SetRequestHeader("x-simulator-fault", "refuse=500"))).ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Error_then_close_sends_both_and_nothing_else()
    {
        await using var client = await ConnectAsync("error-then-close=1013");
        await client.EndAsync();

        client.Types.ShouldBe(["error"]);
        ((int?)client.CloseStatus).ShouldBe(1013);
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Silent_takes_events_and_sends_none()
    {
        await using var client = await ConnectAsync("silent");
        await client.SayAsync("anyone?");
        var connection = simulator.Host.Connections[^1];
        await Eventually.HoldsAsync(() => connection.Received.Count == 1);
        await client.SendAsync("response.create");
        await Eventually.HoldsAsync(() => connection.Received.Count == 2);

        client.All.ShouldBeEmpty();
        connection.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("reset-after=3", true)]
    [InlineData("drop-without-close=3", false)]
    public async Task Connection_breaks_after_the_events_that_were_named(string fault, bool isReset)
    {
        var (events, failure) = await RawSessionAsync(fault);

        events.ShouldBe(3);
        if (isReset)
        {
            failure.ShouldBe(SocketError.ConnectionReset);
        }
        else
        {
            failure.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Close_after_sends_the_code_and_reason()
    {
        await using var client = await ConnectAsync("close-after=2:4001:go away");
        await client.SayAsync("hi");
        await client.EndAsync();

        client.All.Count.ShouldBe(2);
        ((int?)client.CloseStatus).ShouldBe(4001);
        client.CloseReason.ShouldBe("go away");
    }

    [Fact]
    public async Task Stall_answers_nothing_not_even_pings_and_keeps_the_connection()
    {
        await using var client = await ConnectAsync("stall-after=1", options =>
        {
            options.KeepAliveInterval = TimeSpan.FromMilliseconds(100);
            options.KeepAliveTimeout = TimeSpan.FromMilliseconds(400);
        });
        await client.NextAsync("session.created");
        await client.EndAsync();

        client.All.Count.ShouldBe(1);
        client.CloseStatus.ShouldBeNull();
        client.Failure.ShouldNotBeNull();
    }

    [Fact]
    public async Task Slow_pauses_before_each_event()
    {
        await using var client = await ConnectAsync("slow=60");
        var begin = TimeProvider.System.GetTimestamp();
        await client.SayAsync("hi");
        await client.NextAsync("conversation.item.done");

        client.All.Count.ShouldBe(3);
        TimeProvider.System.GetElapsedTime(begin).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(110));
    }

    [Fact]
    public async Task Oversized_event_is_valid_and_as_large_as_asked()
    {
        await using var client = await ConnectAsync("oversized=3000000");
        var large = await client.NextAsync("error");

        client.Types.ShouldBe(["session.created", "error"]);
        Encoding.UTF8.GetByteCount(large.ToJsonString()).ShouldBeGreaterThan(3_000_000);
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Theory]
    [InlineData("connect-delay=250")]
    [InlineData("first-event-delay=250")]
    public async Task Delay_holds_the_first_event_back(string fault)
    {
        var begin = TimeProvider.System.GetTimestamp();
        await using var client = await ConnectAsync(fault);
        await client.NextAsync("session.created");

        TimeProvider.System.GetElapsedTime(begin).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(240));
    }

    [Fact]
    public async Task Failing_transcription_and_response_are_told_in_the_protocol()
    {
        await using var client = await ConnectAsync("fail-transcription,fail-response=rate_limit_exceeded");
        await client.UpdateAsync("""{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1"}}}}""");
        await client.SendAudioAsync(Sound.Turn(400));
        (await client.NextAsync("response.done"))["response"]!["status"]!.ToString().ShouldBe("failed");
        await Eventually.HoldsAsync(() => client.Of("conversation.item.input_audio_transcription.failed").Count == 1);

        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Board_hands_faults_to_the_connections_they_fit_as_often_as_asked()
    {
        await using var host = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = host.BaseAddress };
        (await http.PostAsJsonAsync("/simulator/faults", new { fault = "refuse=503", count = 2, model = "a" }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        host.Faults.Pending.ShouldBe(2);

        await using (var other = await TestClient.ConnectAsync(host, "/v1/realtime?model=b"))
        {
            await other.NextAsync("session.created");
        }

        (await OpenAiEdgeTests.RefusalAsync(host, "/v1/realtime?model=a", "sk")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await http.DeleteAsync(new Uri("/simulator/faults", UriKind.Relative), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await using var healed = await TestClient.ConnectAsync(host, "/v1/realtime?model=a");
        await healed.NextAsync("session.created");
        (await http.PostAsJsonAsync("/simulator/faults", new { fault = "explode" }, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Open_connection_can_be_broken_at_once()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, Path);
        await client.NextAsync("session.created");
        FaultPlan.TryParse("reset-after=0", out var plan).ShouldBeTrue();
        simulator.Host.Connections[^1].Apply(plan);
        await client.EndAsync();

        client.CloseStatus.ShouldBeNull();
        client.Failure.ShouldBeOfType<WebSocketException>();
    }

    private Task<TestClient> ConnectAsync(string fault, Action<ClientWebSocketOptions>? configure = null) =>
        TestClient.ConnectAsync(simulator.Host, Path, options =>
        {
            options.SetRequestHeader("x-simulator-fault", fault);
            configure?.Invoke(options);
        });

    // A client by hand, since a library does not tell how the connection ended.
    private async Task<(int Events, SocketError? Failure)> RawSessionAsync(string fault)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(simulator.Host.BaseAddress.Host, simulator.Host.BaseAddress.Port, deadline.Token);
        var stream = tcp.GetStream();
        var request = $"GET {Path}&fault={fault} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer sk\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), deadline.Token);
        var received = new MemoryStream();
        var hasSpoken = false;
        var buffer = new byte[4096];
        SocketError? failure = null;
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, deadline.Token)) > 0)
            {
                received.Write(buffer, 0, count);
                if (!hasSpoken && CountEvents(received) == 1)
                {
                    hasSpoken = true;
                    await stream.WriteAsync(Masked("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[]}}"""), deadline.Token);
                }
            }
        }
        catch (IOException broken) when (broken.InnerException is SocketException cause)
        {
            failure = cause.SocketErrorCode;
        }

        return (CountEvents(received), failure);
    }

    private static int CountEvents(MemoryStream received) => Encoding.UTF8.GetString(received.ToArray()).Split("\"event_id\":\"event_").Length - 1;

    private static byte[] Masked(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        payload.Length.ShouldBeLessThan(126);
        return [0x81, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];
    }
}

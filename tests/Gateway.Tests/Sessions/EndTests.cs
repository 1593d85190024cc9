using System.Net.WebSockets;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Sessions;

/// <summary>How sessions end, and who is told what.</summary>
[Collection(GatewayCollection.Name)]
public sealed class EndTests(GatewayFixture fixture)
{
    // Less than the time for which a session waits for a client that may return, and than a ping and its answer may take.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(1000, "done", 1000, "done")]
    [InlineData(1001, "Your session hit the maximum duration of 60 minutes.", 1001, "Your session hit the maximum duration of 60 minutes.")]
    [InlineData(1008, "policy", 1008, "policy")]
    [InlineData(1011, "", 1011, "")]
    [InlineData(3000, "invalid_request_error.invalid_api_key", 3000, "invalid_request_error.invalid_api_key")]
    [InlineData(4000, "invalid_request_error.invalid_intent", 4000, "invalid_request_error.invalid_intent")]
    [InlineData(4001, "see https://internal.example/path?key=1", 4001, "see [redacted]")]
    [InlineData(4001, "key sk-abcdef123456 at 10.1.2.3:443", 4001, "key [redacted] at [redacted]")]
    [InlineData(1002, "bad", 1011, "bad")]
    public async Task Code_and_reason_of_the_provider_reach_the_client(int code, string reason, int expectedCode, string expectedReason)
    {
        var (client, provider) = await OpenAsync();
        await using var _ = client;
        using var __ = provider;

        await provider.CloseAsync(code, reason);

        var close = await client.ReceiveAsync();
        close.CloseCode.ShouldBe(expectedCode);
        close.CloseReason.ShouldBe(expectedReason);
    }

    [Fact]
    public async Task Close_without_a_code_is_1011()
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnStream(name, async stream => await stream.WriteAsync(new byte[] { 0x88, 0 }));
        await using var client = await fixture.Gateway.ConnectAsync(model);
        (await client.ReceiveAsync()).Type.ShouldBe("session.created");

        (await client.ReceiveAsync()).CloseCode.ShouldBe(1011);
    }

    [Fact]
    public async Task Provider_that_begins_with_an_error_and_stays_gets_its_session()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = new TaskCompletionSource<ProviderSide>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Provider.OnRequest(name, async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var side = new ProviderSide(socket, context);
            await side.SendAsync("""{"type":"error","event_id":"e","error":{"type":"server_error","code":"warning","message":"Careful."}}""");
            accepted.TrySetResult(side);
            await side.Ended;
        });
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted.Task;
        (await client.ReceiveAsync()).Type.ShouldBe("error");

        await provider.SendAsync(ScriptedProvider.Created);
        await client.SendAsync("""{"type":"hello"}""");

        (await client.ReceiveAsync()).Text.ShouldBe(ScriptedProvider.Created);
        (await provider.ReceiveAsync()).Type.ShouldBe("hello");
    }

    [Fact]
    public async Task Provider_that_is_lost_is_told_as_an_error_and_1011()
    {
        var (client, provider) = await OpenAsync();
        await using var _ = client;
        using var __ = provider;

        provider.Abort();

        var error = await client.ReceiveAsync();
        error.Type.ShouldBe("error");
        ((string?)error.Json["error"]!["code"]).ShouldBe("upstream_lost");
        (await client.ReceiveAsync()).CloseCode.ShouldBe(1011);
    }

    [Fact]
    public async Task Events_before_the_providers_close_all_arrive()
    {
        var (client, provider) = await OpenAsync();
        await using var _ = client;
        using var __ = provider;
        for (var number = 0; number < 200; number++)
        {
            await provider.SendAsync("""{"type":"response.output_text.delta","delta":"x"}""");
        }

        await provider.CloseAsync(1000, "");

        for (var number = 0; number < 200; number++)
        {
            (await client.ReceiveAsync()).IsClose.ShouldBeFalse();
        }

        (await client.ReceiveAsync()).CloseCode.ShouldBe(1000);
    }

    [Fact]
    public async Task Provider_that_is_lost_within_a_long_message_leaves_no_broken_event_behind()
    {
        var (client, provider) = await OpenAsync();
        await using var _ = client;
        using var __ = provider;
        var message = FlowTests.Long("{\"type\":\"response.output_audio.delta\",\"delta\":\"", 4 * 1024 * 1024);
        await provider.Socket.SendAsync(message, WebSocketMessageType.Text, false, CancellationToken.None);

        provider.Abort();

        // Never a whole message: what began is not ended with an error in its middle.
        (await client.ReceiveAsync()).IsClose.ShouldBeTrue();
    }

    [Fact]
    public async Task Client_that_closes_ends_the_providers_connection_at_once()
    {
        var (client, provider) = await OpenAsync();
        await using var _ = client;
        using var __ = provider;
        var end = provider.ReceiveAsync(AtOnce);

        await client.CloseAsync();

        (await end).CloseCode.ShouldBe(1000);
    }

    [Fact]
    public async Task What_the_client_sent_before_it_closed_still_goes_up()
    {
        var (client, provider) = await OpenAsync();
        await using var _ = client;
        using var __ = provider;
        for (var number = 0; number < 100; number++)
        {
            await client.SendAsync("""{"type":"input_audio_buffer.append","audio":"AAAA"}""");
        }

        await client.CloseAsync();

        for (var number = 0; number < 100; number++)
        {
            (await provider.ReceiveAsync()).IsClose.ShouldBeFalse();
        }

        (await provider.ReceiveAsync()).IsClose.ShouldBeTrue();
    }

    [Fact]
    public async Task Client_that_vanishes_and_may_not_return_ends_the_providers_connection_at_once()
    {
        var (client, provider) = await OpenAsync(query: "&resumable=false");
        using var __ = provider;
        var end = provider.ReceiveAsync(AtOnce);

        client.Socket.Abort();

        (await end).IsClose.ShouldBeTrue();
    }

    [Fact]
    public async Task Client_that_vanishes_and_may_not_return_while_the_provider_takes_no_data_is_noticed_within_seconds()
    {
        var (client, provider) = await OpenAsync(query: "&resumable=false");
        using var __ = provider;
        var message = FlowTests.Long("{\"type\":\"input_audio_buffer.append\",\"audio\":\"", 20 * 1024 * 1024);
        var send = client.SendAsync(message);
        client.Socket.Abort();
        await Should.ThrowAsync<Exception>(send);

        // The provider reads on only now; its connection must be over by then or soon after.
        await Eventually.TrueAsync(async () => (await provider.ReceiveAsync()).IsClose, AtOnce);
    }

    [Fact]
    public async Task Session_that_lasts_too_long_ends_with_session_expired_and_1001()
    {
        var (client, provider) = await OpenAsync("short");
        await using var _ = client;
        using var __ = provider;

        var error = await client.ReceiveAsync();
        ((string?)error.Json["error"]!["code"]).ShouldBe("session_expired");
        (await client.ReceiveAsync()).CloseCode.ShouldBe(1001);
        (await provider.ReceiveAsync()).IsClose.ShouldBeTrue();
    }

    [Fact]
    public async Task Session_without_frames_ends_with_its_idle_timeout_and_one_with_frames_does_not()
    {
        var (client, provider) = await OpenAsync("idle");
        await using var _ = client;
        using var __ = provider;
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(3))
        {
            await client.SendAsync("""{"type":"x"}""");
            await provider.ReceiveAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        var error = await client.ReceiveAsync();
        ((string?)error.Json["error"]!["code"]).ShouldBe("session_idle_timeout");
        (await client.ReceiveAsync()).CloseCode.ShouldBe(1001);
    }

    [Fact]
    public async Task Provider_that_takes_no_data_ends_the_session_with_1011()
    {
        var (client, provider) = await OpenAsync();
        await using var _ = client;
        using var __ = provider;
        var closed = client.ReceiveCloseAsync();

        await FloodAsync(client.Socket, closed);

        (await closed).CloseCode.ShouldBe(1011);
    }

    [Fact]
    public async Task Client_that_does_not_read_for_the_write_timeout_finds_1008_when_it_reads_again()
    {
        var (client, provider) = await OpenAsync();
        await using var _ = client;
        using var __ = provider;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var moved = TimeProvider.System.GetTimestamp();
        var flood = FloodAsync(provider.Socket, enough.Task, () => Volatile.Write(ref moved, TimeProvider.System.GetTimestamp()));

        // Nothing moves for longer than the write timeout of 3 s, and not for the 3 s more after which the connection is cut.
        while (TimeProvider.System.GetElapsedTime(Volatile.Read(ref moved)) < TimeSpan.FromSeconds(4.5))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        var close = await client.ReceiveCloseAsync();

        close.CloseCode.ShouldBe((int)WebSocketCloseStatus.PolicyViolation);
        enough.SetResult();
        await flood;
    }

    [Fact]
    public async Task Client_that_never_reads_loses_its_session_and_so_does_the_provider()
    {
        var (client, provider) = await OpenAsync();
        await using var _ = client;
        using var __ = provider;
        var end = provider.ReceiveAsync();

        await FloodAsync(provider.Socket, end);

        (await end).IsClose.ShouldBeTrue();
    }

    private static async Task FloodAsync(WebSocket socket, Task until, Action? onSent = null)
    {
        var message = FlowTests.Long("{\"type\":\"x\",\"p\":\"", 100_000);
        try
        {
            while (!until.IsCompleted)
            {
                var send = socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
                await Task.WhenAny(send, until);
                if (send.IsCompleted)
                {
                    await send;
                    onSent?.Invoke();
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The gateway closed the connection.
        }
    }

    private async Task<(TestClient Client, ProviderSide Provider)> OpenAsync(string group = "ga", string query = "")
    {
        var (model, name) = GatewayFixture.NewModel(group);
        var accepted = fixture.Provider.NextSessionAsync(name);
        var client = await fixture.Gateway.ConnectAsync(model, query: query);
        var provider = await accepted;
        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        return (client, provider);
    }
}

using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.Extensions.Time.Testing;
using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public sealed class WebSocketClientHandshakeTests : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(WebSocketClientHandshake.LetTransportsGo(new SocketsHttpHandler { UseProxy = false }));
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => _invoker.Dispose();

    [Fact]
    public async Task ConnectAsync_asks_as_the_RFC_wants_and_gives_an_open_transport()
    {
        using var server = new HandshakeServer(request => Accept(request, "Sec-WebSocket-Protocol: realtime\r\n"));
        var result = await ConnectAsync(server.Uri, ["realtime", "other"], KeyValuePair.Create("Authorization", "Bearer sk-test"));
        result.Subprotocol.ShouldBe("realtime");
        (result.StatusCode, result.Failure).ShouldBe((null, WebSocketHandshakeFailure.None));

        var request = await server.Request;
        request.ShouldStartWith("GET /v1/realtime?model=m HTTP/1.1\r\n");
        HandshakeServer.HeaderOf(request, "Connection").ShouldBe("Upgrade");
        HandshakeServer.HeaderOf(request, "Upgrade").ShouldBe("websocket");
        HandshakeServer.HeaderOf(request, "Sec-WebSocket-Version").ShouldBe("13");
        HandshakeServer.HeaderOf(request, "Sec-WebSocket-Protocol").ShouldBe("realtime, other");
        HandshakeServer.HeaderOf(request, "Authorization").ShouldBe("Bearer sk-test");
        WebSocketHandshake.IsValidKey(HandshakeServer.KeyOf(request)).ShouldBeTrue();

        using var peer = WebSocket.CreateFromStream(await server.Running, new WebSocketCreationOptions { IsServer = true });
        await using var connection = new WebSocketConnection(
            result.Stream.ShouldNotBeNull(), new WebSocketConnectionOptions { Role = WebSocketRole.Client }, TimeProvider.System);
        await peer.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Deadline.Token);
        (await connection.ReadAsync(Deadline.Token)).Payload.ToArray().ShouldBe("hello"u8.ToArray());
        (await connection.WriteAsync(WebSocketMessageKind.Text, "world"u8.ToArray(), true, Deadline.Token)).ShouldBeTrue();
        var buffer = new byte[10];
        (await peer.ReceiveAsync(buffer.AsMemory(), Deadline.Token)).Count.ShouldBe(5);
        await peer.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "done", Deadline.Token);
        (await connection.ReadAsync(Deadline.Token)).Close.ShouldBe(new WebSocketClose(1000, "done", WebSocketCloseCause.PeerClosed));
    }

    [Fact]
    public async Task ConnectAsync_gives_the_bare_transport_that_outlives_the_http_client()
    {
        using var server = new HandshakeServer(request => Accept(request, ""));
        var result = await ConnectAsync(server.Uri);
        result.Stream.ShouldBeOfType<NetworkStream>();
        _invoker.Dispose();

        await using var stream = result.Stream;
        var peer = await server.Running;
        await peer.WriteAsync("hello"u8.ToArray(), Deadline.Token);
        var buffer = new byte[5];
        await stream.ReadExactlyAsync(buffer, Deadline.Token);
        buffer.ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public async Task ConnectAsync_loses_nothing_of_what_comes_with_the_answers_head()
    {
        using var server = new HandshakeServer(request => Accept(request, "") + "\u0081\u0005hello");
        var result = await ConnectAsync(server.Uri);
        await using var connection = new WebSocketConnection(
            result.Stream.ShouldNotBeNull(), new WebSocketConnectionOptions { Role = WebSocketRole.Client }, TimeProvider.System);
        (await connection.ReadAsync(Deadline.Token)).Payload.ToArray().ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public async Task ConnectAsync_gives_a_refusals_status_body_and_time_to_wait()
    {
        const string Body = """{"error":{"code":"rate_limit_exceeded"}}""";
        using var server = new HandshakeServer(_ =>
            $"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
        var result = await ConnectAsync(server.Uri);
        (result.Stream, result.StatusCode, result.RetryAfter, result.Body).ShouldBe((null, 429, TimeSpan.FromSeconds(7), Body));
    }

    [Fact]
    public async Task ConnectAsync_understands_a_date_to_wait_for()
    {
        using var server = new HandshakeServer(_ =>
            "HTTP/1.1 503 Unavailable\r\nRetry-After: Thu, 01 Jan 2026 00:02:00 GMT\r\nContent-Length: 0\r\n\r\n");
        (await ConnectAsync(server.Uri)).RetryAfter.ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task ConnectAsync_keeps_the_beginning_of_a_long_body()
    {
        using var server = new HandshakeServer(_ => $"HTTP/1.1 500 Oh\r\nContent-Length: 100000\r\n\r\n{new string('b', 100_000)}");
        (await ConnectAsync(server.Uri)).Body.ShouldBe(new string('b', 16 * 1024));
    }

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task ConnectAsync_refuses_an_answer_that_is_no_handshake(string answer)
    {
        using var server = new HandshakeServer(_ => answer);
        (await ConnectAsync(server.Uri)).Failure.ShouldBe(WebSocketHandshakeFailure.BadAnswer);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Protocol: unasked\r\n")]
    [InlineData("Sec-WebSocket-Extensions: permessage-deflate\r\n")]
    public async Task ConnectAsync_refuses_what_was_not_offered(string header)
    {
        using var server = new HandshakeServer(request => Accept(request, header));
        var result = await ConnectAsync(server.Uri, ["realtime"]);
        (result.Stream, result.Failure).ShouldBe((null, WebSocketHandshakeFailure.BadAnswer));
    }

    [Fact]
    public async Task ConnectAsync_to_a_server_that_does_not_answer_ends_with_the_time()
    {
        using var server = new HandshakeServer(_ => null);
        var connecting = ConnectAsync(server.Uri);
        await server.Request;
        _time.Advance(TimeSpan.FromSeconds(10));
        (await connecting.InTimeAsync()).Failure.ShouldBe(WebSocketHandshakeFailure.Timeout);
    }

    [Fact]
    public async Task ConnectAsync_cancelled_throws()
    {
        using var server = new HandshakeServer(_ => null);
        using var cancel = new CancellationTokenSource();
        var connecting = WebSocketClientHandshake.ConnectAsync(_invoker, server.Uri, [], [], TimeSpan.FromSeconds(10), _time, cancel.Token);
        await server.Request;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => connecting.InTimeAsync());
    }

    [Fact]
    public async Task ConnectAsync_to_a_port_where_nobody_listens_says_so_without_naming_it()
    {
        using var server = new HandshakeServer(_ => null);
        var uri = server.Uri;
        server.Dispose();
        var result = await ConnectAsync(uri);
        result.Failure.ShouldBe(WebSocketHandshakeFailure.Connect);
        result.Message.ShouldNotContain("127.0.0.1");
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, WebSocketHandshakeFailure.NameResolution)]
    [InlineData(HttpRequestError.SecureConnectionError, WebSocketHandshakeFailure.Tls)]
    [InlineData(HttpRequestError.ConnectionError, WebSocketHandshakeFailure.Connect)]
    [InlineData(HttpRequestError.InvalidResponse, WebSocketHandshakeFailure.BadAnswer)]
    public async Task ConnectAsync_tells_kinds_of_failure_apart_and_names_no_host(HttpRequestError error, WebSocketHandshakeFailure failure)
    {
        using var invoker = new HttpMessageInvoker(new FailingHandler(new HttpRequestException(error, "secret.example said sk-secret")));
        var result = await WebSocketClientHandshake.ConnectAsync(
            invoker, new Uri("wss://secret.example/"), [], [], TimeSpan.FromSeconds(10), _time, Deadline.Token);
        result.Failure.ShouldBe(failure);
        result.Message.ShouldNotBeEmpty();
        result.Message.ShouldNotContain("secret");
    }

    private static string Accept(string request, string headers = "") =>
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: "
        + WebSocketHandshake.ComputeAccept(HandshakeServer.KeyOf(request)) + "\r\n" + headers + "\r\n";

    private Task<WebSocketHandshakeResult> ConnectAsync(Uri uri, string[]? subprotocols = null, params KeyValuePair<string, string>[] headers) =>
        WebSocketClientHandshake.ConnectAsync(_invoker, uri, headers, subprotocols ?? [], TimeSpan.FromSeconds(10), _time, Deadline.Token);

    private sealed class FailingHandler(Exception exception) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(exception);
    }
}

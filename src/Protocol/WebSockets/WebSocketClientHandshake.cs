using System.Net;
using System.Text;

namespace Realtime.Protocol.WebSockets;

/// <summary>Opens WebSockets over HTTP/1.1, RFC 6455 section 4.1. Unlike .NET's own client it keeps a refusal's status, body and headers.</summary>
public static class WebSocketClientHandshake
{
    private const int MaxBodyBytes = 16 * 1024;

    /// <summary>
    /// Makes an HTTP handler fit for opening many WebSockets that live long: what it connects can be taken out of it, so that an open WebSocket
    /// holds nothing of the HTTP client.
    /// </summary>
    /// <param name="handler">The handler; its <see cref="SocketsHttpHandler.PlaintextStreamFilter"/> is set.</param>
    /// <returns>The same handler.</returns>
    public static SocketsHttpHandler LetTransportsGo(SocketsHttpHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        handler.PlaintextStreamFilter = static (context, _) => new ValueTask<Stream>(new UpgradeStream(context.PlaintextStream));
        return handler;
    }

    /// <summary>Opens a WebSocket. Expected failures are values.</summary>
    /// <param name="invoker">Sends the request; best one for many connects.</param>
    /// <param name="uri">The address: <c>ws</c>, <c>wss</c>, <c>http</c> or <c>https</c>.</param>
    /// <param name="headers">Headers of the request, credentials among them.</param>
    /// <param name="subprotocols">The subprotocols that are offered.</param>
    /// <param name="timeout">The longest time until the answer's head.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The transport, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<WebSocketHandshakeResult> ConnectAsync(
        HttpMessageInvoker invoker,
        Uri uri,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        IReadOnlyList<string> subprotocols,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(subprotocols);
        var key = WebSocketHandshake.CreateKey();
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            using var request = CreateRequest(uri, key, headers, subprotocols);
            response = await invoker.SendAsync(request, either.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
            {
                return await RefusedAsync(response, time, either.Token).ConfigureAwait(false);
            }

            // RFC 6455 section 4.1: neither a subprotocol nor an extension that was not offered may be chosen.
            var subprotocol = Header(response, "Sec-WebSocket-Protocol");
            if (Header(response, "Sec-WebSocket-Accept") != WebSocketHandshake.ComputeAccept(key)
                || Header(response, "Sec-WebSocket-Extensions") is not null
                || (subprotocol is not null && !subprotocols.Contains(subprotocol, StringComparer.Ordinal)))
            {
                return Failed(WebSocketHandshakeFailure.BadAnswer);
            }

            if (UpgradeStream.Take(key) is { } transport)
            {
                return new WebSocketHandshakeResult { Stream = transport, Subprotocol = subprotocol };
            }

            var stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            response = null;
            return new WebSocketHandshakeResult { Stream = stream, Subprotocol = subprotocol };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(WebSocketHandshakeFailure.Timeout);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Failed(Kind(exception));
        }
        finally
        {
            response?.Dispose();
        }
    }

    private static HttpRequestMessage CreateRequest(
        Uri uri, string key, IReadOnlyList<KeyValuePair<string, string>> headers, IReadOnlyList<string> subprotocols)
    {
        var address = new UriBuilder(uri)
        {
            Scheme = uri.Scheme is "wss" or "https" ? "https" : "http",
            Port = uri.IsDefaultPort ? -1 : uri.Port,
        };
        var request = new HttpRequestMessage(HttpMethod.Get, address.Uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);
        if (subprotocols.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", subprotocols));
        }

        return request;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private static async Task<WebSocketHandshakeResult> RefusedAsync(
        HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var retryAfter = response.Headers.RetryAfter is { } header
            ? header.Delta ?? header.Date - time.GetUtcNow()
            : null;
        return new WebSocketHandshakeResult
        {
            StatusCode = (int)response.StatusCode,
            RetryAfter = retryAfter > TimeSpan.Zero ? retryAfter : null,
            Body = await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false),
        };
    }

    // A body that breaks or takes too long does not change that the server refused.
    private static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = new byte[MaxBodyBytes];
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(body, 0, length);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            return "";
        }
    }

    private static WebSocketHandshakeFailure Kind(Exception exception) => (exception as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => WebSocketHandshakeFailure.NameResolution,
        HttpRequestError.SecureConnectionError => WebSocketHandshakeFailure.Tls,
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => WebSocketHandshakeFailure.BadAnswer,
        _ => WebSocketHandshakeFailure.Connect,
    };

    private static WebSocketHandshakeResult Failed(WebSocketHandshakeFailure failure) => new()
    {
        Failure = failure,
        Message = failure switch
        {
            WebSocketHandshakeFailure.Timeout => "The provider did not answer in time.",
            WebSocketHandshakeFailure.NameResolution => "The provider's host name has no address.",
            WebSocketHandshakeFailure.Tls => "The provider's TLS certificate was not accepted.",
            WebSocketHandshakeFailure.BadAnswer => "The provider's answer is no WebSocket handshake.",
            _ => "The provider takes no connections.",
        },
    };
}

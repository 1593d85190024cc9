using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Realtime.Protocol.WebSockets;

namespace Realtime.Providers.WebSockets;

/// <summary>Opens providers' WebSockets.</summary>
internal sealed partial class WebSocketConnector(UpstreamHandlers handlers, TimeProvider time)
{
    // A longer message passes piece by piece, so that a provider may send any size in bounded memory.
    private const int StreamingThreshold = 1024 * 1024;

    /// <summary>Opens a connection.</summary>
    /// <param name="endpoint">Where and how.</param>
    /// <param name="request">What for.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, or why there is none.</returns>
    public async Task<UpstreamConnectResult> ConnectAsync(
        UpstreamEndpoint endpoint, UpstreamRequest request, CancellationToken cancellationToken)
    {
        HttpMessageInvoker invoker;
        try
        {
            invoker = handlers.Get(request.Deployment.Tls);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return UpstreamConnectResult.Refused(
                new UpstreamRefusal(UpstreamRefusalKind.NoCredential, "A TLS certificate of the deployment cannot be read."));
        }

        List<KeyValuePair<string, string>> headers =
        [
            .. endpoint.Headers,
            .. request.Deployment.ExtraHeaders.Select(header => KeyValuePair.Create(header.Key, header.Value.Reveal())),
        ];
        var uri = RealtimeUri.WithQuery(
            endpoint.Uri,
            request.Deployment.ExtraQuery.Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.Reveal())));
        var result = await WebSocketClientHandshake
            .ConnectAsync(invoker, uri, headers, [], request.Deployment.Timeout, time, cancellationToken)
            .ConfigureAwait(false);
        if (result.Stream is null)
        {
            return UpstreamConnectResult.Refused(Refusal(result));
        }

        var options = new WebSocketConnectionOptions
        {
            Role = WebSocketRole.Client,
            StreamingThreshold = StreamingThreshold,
            KeepAliveInterval = request.Limits.KeepAliveInterval,
            KeepAliveTimeout = request.Limits.KeepAliveTimeout,
            WriteTimeout = request.Limits.WriteTimeout,
        };
        return UpstreamConnectResult.Connected(new WebSocketUpstream(new WebSocketConnection(result.Stream, options, time)));
    }

    private static UpstreamRefusal Refusal(WebSocketHandshakeResult result)
    {
        if (result.StatusCode is not { } status)
        {
            return result.Failure == WebSocketHandshakeFailure.Timeout
                ? new UpstreamRefusal(UpstreamRefusalKind.Timeout, "The provider did not answer in time.")
                : new UpstreamRefusal(UpstreamRefusalKind.Unreachable, result.Message);
        }

        var code = ErrorCode(result.Body);
        var because = code is null ? "" : $", {code}";
        return new UpstreamRefusal(
            UpstreamRefusalKind.Refused, $"The provider refused the connection (HTTP {status}{because}).", status, code, result.RetryAfter);
    }

    // Only a short identifier of the provider's answer is kept: its message may name keys, hosts and accounts.
    private static string? ErrorCode(string? body)
    {
        if (string.IsNullOrEmpty(body))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("code", out var code)
                && code.ValueKind == JsonValueKind.String
                && Identifier().IsMatch(code.GetString()!)
                ? code.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{1,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}

using Microsoft.AspNetCore.Http.Features;
using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.WebSockets;

namespace Realtime.Gateway.Edge;

/// <summary>A request's WebSocket handshake, RFC 6455 section 4.2.</summary>
internal static class UpgradeRequest
{
    /// <summary>Checks the handshake.</summary>
    /// <param name="context">The request.</param>
    /// <returns>Why it is none; null when it can be accepted.</returns>
    public static SessionRefusal? Check(HttpContext context)
    {
        var headers = context.Request.Headers;
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true }
            || !headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.Upgrade = "websocket";
            return Refusals.UpgradeRequired;
        }

        if (headers.SecWebSocketVersion != "13")
        {
            context.Response.Headers.SecWebSocketVersion = "13";
            return Refusals.UpgradeRequired with { Message = "The WebSocket version must be 13." };
        }

        return WebSocketHandshake.IsValidKey(headers.SecWebSocketKey.ToString())
            ? null
            : Refusals.Invalid("invalid_value", "Sec-WebSocket-Key", "Sec-WebSocket-Key must be 16 bytes in base64.");
    }

    /// <summary>Accepts the handshake.</summary>
    /// <param name="context">The request; <see cref="Check"/> had no objection.</param>
    /// <param name="options">The socket's limits.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The socket.</returns>
    public static async Task<WebSocketConnection> AcceptAsync(HttpContext context, WebSocketConnectionOptions options, TimeProvider time)
    {
        var headers = context.Response.Headers;
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = WebSocketHandshake.ComputeAccept(context.Request.Headers.SecWebSocketKey.ToString());
        if (Subprotocols.Select(Subprotocols.Offered(context.Request)) is { } subprotocol)
        {
            headers.SecWebSocketProtocol = subprotocol;
        }

        var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
        return new WebSocketConnection(stream, options, time);
    }
}

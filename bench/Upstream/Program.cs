using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Realtime.Bench.Upstream;
using Realtime.Bench.Upstream.Speech;

UpstreamOptions options;
try
{
    options = UpstreamOptions.Parse(args);
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, options.Port);
    if (options.StreamPort > 0)
    {
        kestrel.Listen(IPAddress.Loopback, options.StreamPort, listen => listen.Protocols = HttpProtocols.Http2);
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
    }
});

// A provider has no reason to change threads between the socket and the answer, and every change costs the target's CPU.
builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);

var app = builder.Build();
app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
app.MapGet("/health/readiness", () => Results.Text("ready"));
var sessions = 0;
app.MapPost("/model/{id}/invoke-with-bidirectional-stream", async (HttpContext context) =>
{
    context.Response.ContentType = "application/vnd.amazon.eventstream";
    await context.Response.StartAsync(context.RequestAborted);
    await new NovaSession(context.Request.Body, context.Response.Body).RunAsync(context.RequestAborted);
});
app.Map("/{**path}", async (HttpContext context) =>
{
    if (!context.WebSockets.IsWebSocketRequest)
    {
        context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        return;
    }

    var protocol = context.WebSockets.WebSocketRequestedProtocols.Contains("realtime") ? "realtime" : null;
    using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
    if (context.Request.Path.Value!.EndsWith("BidiGenerateContent", StringComparison.Ordinal))
    {
        await new LiveSession(socket).RunAsync(context.RequestAborted);
        return;
    }

    await new UpstreamSession(socket, options, Interlocked.Increment(ref sessions)).RunAsync(context.RequestAborted);
});
await app.RunAsync();
return 0;

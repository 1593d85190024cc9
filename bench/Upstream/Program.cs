using System.Net;
using Realtime.Bench.Upstream;

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
});

// A provider has no reason to change threads between the socket and the answer, and every change costs the target's CPU.
builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);

var app = builder.Build();
app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
app.MapGet("/health/readiness", () => Results.Text("ready"));
var sessions = 0;
app.Map("/{**path}", async (HttpContext context) =>
{
    if (!context.WebSockets.IsWebSocketRequest)
    {
        context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        return;
    }

    var protocol = context.WebSockets.WebSocketRequestedProtocols.Contains("realtime") ? "realtime" : null;
    using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
    var session = new UpstreamSession(socket, options, Interlocked.Increment(ref sessions));
    await session.RunAsync(context.RequestAborted);
});
await app.RunAsync();
return 0;

using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Realtime.Bench.Upstream;

namespace Realtime.Bench.Tests;

/// <summary>The benchmark's upstream in this process, behind a WebSocket that a test may have misbehave.</summary>
internal sealed class Provider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Provider(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single().Replace("http://", "ws://", StringComparison.Ordinal) + "/v1/realtime?model=bench");

    public static async Task<Provider> StartAsync(Func<WebSocket, WebSocket> wrap)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        var options = new UpstreamOptions(Port: 0, Deltas: 20, DeltaBytes: 1000);
        app.Map("/v1/realtime", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await new UpstreamSession(wrap(socket), options, number: 1).RunAsync(context.RequestAborted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Provider(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

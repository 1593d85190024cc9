using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Realtime.Protocol.WebSockets;

namespace Realtime.Gateway.Tests.Running;

/// <summary>A provider whose answer to each model is a script of the test.</summary>
internal sealed class ScriptedProvider : IAsyncDisposable
{
    public const string Created = """{"type":"session.created","event_id":"event_p1","session":{"type":"realtime","object":"realtime.session","id":"sess_p1","model":"m"}}""";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _scripts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RequestSeen> _requests = new();

    private ScriptedProvider(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public IReadOnlyList<RequestSeen> Requests => [.. _requests];

    public static async Task<ScriptedProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new ScriptedProvider(app);
        app.UseWebSockets();
        app.Run(provider.AnswerAsync);
        await app.StartAsync();
        return provider;
    }

    /// <summary>Answers the upgrades for a model by hand.</summary>
    public void OnRequest(string model, Func<HttpContext, Task> script) => _scripts[model] = script;

    /// <summary>Accepts the connections for a model, says <c>session.created</c> and goes on with the script; its end closes with 1000.</summary>
    public void OnSession(string model, Func<ProviderSide, Task> script) => OnRequest(model, async context =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var side = new ProviderSide(socket, context);
        await side.SendAsync(Created);
        await script(side);
    });

    /// <summary>Accepts the connections for a model, says <c>session.created</c> and leaves the bytes that follow to the script.</summary>
    public void OnStream(string model, Func<Stream, Task> script) => OnRequest(model, async context =>
    {
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = WebSocketHandshake.ComputeAccept(context.Request.Headers.SecWebSocketKey.ToString());
        await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        var created = Encoding.UTF8.GetBytes(Created);
        await stream.WriteAsync((byte[])[0x81, 126, (byte)(created.Length >> 8), (byte)created.Length, .. created]);
        await script(stream);
        await stream.CopyToAsync(Stream.Null);
    });

    /// <summary>Accepts the next connection for a model and hands it to the test, which must end it.</summary>
    public Task<ProviderSide> NextSessionAsync(string model)
    {
        var accepted = new TaskCompletionSource<ProviderSide>(TaskCreationOptions.RunContinuationsAsynchronously);
        OnSession(model, side =>
        {
            accepted.TrySetResult(side);
            return side.Ended;
        });
        return accepted.Task.WaitAsync(Wire.Deadline, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var model = query["model"].ToString() is { Length: > 0 } named ? named : query["deployment"].ToString();
        _requests.Enqueue(new RequestSeen(
            context.Request.Path.Value!,
            context.Request.QueryString.Value!,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        if (_scripts.TryGetValue(model, out var script))
        {
            await script(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Realtime.Guardrails.Tests.Support;

/// <summary>A service that an engine asks: it keeps what it was asked and answers what the test says.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandIn(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public ConcurrentQueue<Asked> Questions { get; } = new();

    public Asked Question => Questions.ShouldHaveSingleItem();

    /// <summary>Gets or sets the answers, by the path that is asked; a path that is not there is not found.</summary>
    public Func<Asked, string?> Answer { get; set; } = _ => null;

    public int Status { get; set; } = StatusCodes.Status200OK;

    public static async Task<StandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var standIn = new StandIn(app);
        app.Run(standIn.AnswerAsync);
        await app.StartAsync();
        return standIn;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var asked = new Asked(
            context.Request.Path.Value + context.Request.QueryString.Value,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body);
        Questions.Enqueue(asked);
        var answer = Answer(asked);
        context.Response.StatusCode = answer is null ? StatusCodes.Status404NotFound : Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer ?? "{}");
    }

    /// <summary>One question.</summary>
    internal sealed record Asked(string Path, IReadOnlyDictionary<string, string> Headers, string Text)
    {
        public JsonNode Body => JsonNode.Parse(Text)!;

        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}

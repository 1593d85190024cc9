using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>
/// The services behind all engines: "forbidden" is blocked, "hidden" is masked, "broken" is answered with 503, in each service's own form. It
/// blocks sessions of a model with "closed" in its name. It also takes the rows that sessions write.
/// </summary>
internal sealed partial class EngineHost : IAsyncDisposable
{
    public const string Mask = "[MASK]";

    private const string Hidden = "hidden";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonNode>> _rows = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new(StringComparer.Ordinal);

    private EngineHost(WebApplication app) => _app = app;

    /// <summary>Says whether any service was asked about a text with a case's own word in it.</summary>
    public bool WasAsked(string nonce) => _asked.ContainsKey(nonce);

    /// <summary>Has a service that is asked about a case's text wait with its answer.</summary>
    public void Hold(string nonce) => _held[nonce] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets it answer.</summary>
    public void Release(string nonce) => _held[nonce].TrySetResult();

    /// <summary>Gets the rows of a session, by its tag.</summary>
    public IReadOnlyList<JsonNode> Rows(string tag) => _rows.TryGetValue(tag, out var rows) ? [.. rows] : [];

    public Uri Address => new(_app.Urls.Single());

    public static async Task<EngineHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var host = new EngineHost(builder.Build());
        host._app.Run(host.AnswerAsync);
        await host._app.StartAsync();
        return host;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [GeneratedRegex(@"\bq\d+q\b", RegexOptions.CultureInvariant)]
    private static partial Regex Nonce();

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/token")
        {
            await context.Response.WriteAsync("""{"access_token":"t","expires_in":3600,"token_type":"Bearer"}""");
            return;
        }

        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        if (context.Request.Path == "/usage")
        {
            Take(body.AsArray());
            return;
        }

        var text = Text(body);
        foreach (Match match in Nonce().Matches(text))
        {
            _asked[match.Value] = true;
            if (_held.TryGetValue(match.Value, out var held))
            {
                await held.Task.WaitAsync(Wire.Deadline, TimeProvider.System, context.RequestAborted);
            }
        }

        if (text.Contains("broken", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 503;
            return;
        }

        var blocks = text.Contains("forbidden", StringComparison.Ordinal)
            || (text.Length == 0 && ((string?)body["model"])?.Contains("closed", StringComparison.Ordinal) == true);
        var answer = Answer(context.Request.Path.Value!, text, blocks, text.Contains(Hidden, StringComparison.Ordinal));
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private void Take(JsonArray rows)
    {
        foreach (var row in rows)
        {
            foreach (var tag in row!["request_tags"]!.AsArray())
            {
                _rows.GetOrAdd((string)tag!, _ => []).Enqueue(row);
            }
        }
    }

    private static JsonArray Spans(string text, Func<int, JsonObject> write) =>
        new([.. Regex.Matches(text, Hidden).Select(match => (JsonNode)write(match.Index))]);

    private static string Text(JsonNode body) =>
        (string?)body["input"] ?? (string?)body["userPrompt"] ?? body["text"]?.ToString() ?? (string?)body["content"]?[0]?["text"]?["text"]
        ?? (string?)body["messages"]?[0]?["content"] ?? (string?)body["texts"]?.AsArray().FirstOrDefault()
        ?? (string?)body["userPromptData"]?["text"] ?? (string?)body["modelResponseData"]?["text"] ?? "";

    private static JsonNode Answer(string path, string text, bool blocks, bool masks)
    {
        var masked = text.Replace(Hidden, Mask, StringComparison.Ordinal);
        return path switch
        {
            "/v1/moderations" => new JsonObject { ["results"] = new JsonArray(new JsonObject { ["flagged"] = blocks }) },
            "/contentsafety/text:shieldPrompt" => new JsonObject { ["userPromptAnalysis"] = new JsonObject { ["attackDetected"] = blocks } },
            "/contentsafety/text:analyze" => new JsonObject
            {
                ["categoriesAnalysis"] = new JsonArray(new JsonObject { ["category"] = "Hate", ["severity"] = blocks ? 6 : 0 }),
            },
            "/v2/guard" => new JsonObject
            {
                ["flagged"] = blocks || masks,
                ["breakdown"] = new JsonArray(new JsonObject { ["detector_type"] = blocks ? "prompt_attack" : "pii/word", ["detected"] = true }),
                ["payload"] = Spans(text, at => new JsonObject { ["start"] = at, ["end"] = at + Hidden.Length, ["detector_type"] = "pii/word" }),
            },
            "/fw/v1/analyze" => new JsonObject
            {
                ["required_action"] = blocks ? new JsonObject { ["action_type"] = "block_action", ["detection_message"] = "no" }
                    : masks ? new JsonObject { ["action_type"] = "anonymize_action" } : null,
                ["redacted_chat"] = new JsonObject { ["all_redacted_messages"] = new JsonArray(new JsonObject { ["content"] = masked }) },
            },
            "/analyze" => blocks
                ? new JsonArray(new JsonObject { ["start"] = 0, ["end"] = 1, ["score"] = 1, ["entity_type"] = "CURSE" })
                : Spans(text, at => new JsonObject { ["start"] = at, ["end"] = at + Hidden.Length, ["score"] = 1, ["entity_type"] = "WORD" }),
            "/anonymize" => new JsonObject { ["text"] = masked },
            "/beta/litellm_basic_guardrail_api" => new JsonObject
            {
                ["action"] = blocks ? "BLOCKED" : masks ? "GUARDRAIL_INTERVENED" : "NONE", ["blocked_reason"] = "not here", ["texts"] = new JsonArray(masked),
            },
            _ when path.EndsWith("/apply", StringComparison.Ordinal) => new JsonObject
            {
                ["action"] = blocks || masks ? "GUARDRAIL_INTERVENED" : "NONE",
                ["outputs"] = new JsonArray(new JsonObject { ["text"] = blocks ? "I cannot help with that." : masked }),
                ["assessments"] = new JsonArray(new JsonObject
                {
                    ["wordPolicy"] = new JsonObject { ["customWords"] = new JsonArray(new JsonObject { ["action"] = blocks ? "BLOCKED" : "NONE" }) },
                }),
            },
            _ => new JsonObject
            {
                ["sanitizationResult"] = new JsonObject
                {
                    ["filterResults"] = new JsonObject
                    {
                        ["rai"] = new JsonObject { ["raiFilterResult"] = new JsonObject { ["matchState"] = blocks ? "MATCH_FOUND" : "NO" } },
                        ["sdp"] = new JsonObject
                        {
                            ["sdpFilterResult"] = new JsonObject
                            {
                                ["deidentifyResult"] = new JsonObject
                                {
                                    ["matchState"] = masks ? "MATCH_FOUND" : "NO", ["data"] = new JsonObject { ["text"] = masked },
                                },
                            },
                        },
                    },
                },
            },
        };
    }
}

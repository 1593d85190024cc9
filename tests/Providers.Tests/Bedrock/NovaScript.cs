using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.Bedrock;

/// <summary>The service's events, as short as they can be.</summary>
internal static class NovaScript
{
    /// <summary>A user's phrase.</summary>
    public static string[] User(string text, string id = "u") =>
        [Start(id, "TEXT", "USER", "FINAL"), Text(id, text), End(id, "TEXT", "PARTIAL_TURN")];

    /// <summary>A sentence of the model and the end of its turn.</summary>
    public static string[] Answer(string text, string end = "END_TURN", string id = "a") =>
    [
        Start(id, "TEXT", "ASSISTANT", "SPECULATIVE"), Text(id, text), End(id, "TEXT", "PARTIAL_TURN"),
        Start(id + "s", "AUDIO", "ASSISTANT"), Audio(id + "s"), End(id + "s", "AUDIO", end),
    ];

    /// <summary>A function call.</summary>
    public static string[] Call(string id, string name, string arguments) =>
    [
        Start("t" + id, "TOOL", "TOOL"),
        Event("toolUse", new JsonObject { ["contentId"] = "t" + id, ["toolUseId"] = id, ["toolName"] = name, ["content"] = arguments, ["role"] = "TOOL" }),
        End("t" + id, "TOOL", "TOOL_USE"),
    ];

    public static string Exception(string type, string message = "no") =>
        new JsonObject { ["exception"] = new JsonObject { ["type"] = type, ["message"] = message } }.ToJsonString();

    public static string Usage(int speechIn, int textIn, int speechOut, int textOut) => Event("usageEvent", new JsonObject
    {
        ["details"] = new JsonObject { ["delta"] = new JsonObject { ["input"] = Tokens(speechIn, textIn), ["output"] = Tokens(speechOut, textOut) } },
    });

    public static string Start(string id, string type, string role, string? stage = null)
    {
        var fields = new JsonObject { ["contentId"] = id, ["type"] = type, ["role"] = role };
        if (stage is not null)
        {
            fields["additionalModelFields"] = $$"""{"generationStage":"{{stage}}"}""";
        }

        return Event("contentStart", fields);
    }

    public static string Text(string id, string text) => Event("textOutput", new JsonObject { ["contentId"] = id, ["content"] = text });

    public static string Audio(string id, string base64 = "AQABAAEAAQA=") => Event("audioOutput", new JsonObject { ["contentId"] = id, ["content"] = base64 });

    public static string End(string id, string type, string reason) =>
        Event("contentEnd", new JsonObject { ["contentId"] = id, ["type"] = type, ["stopReason"] = reason });

    public static string Event(string name, JsonObject fields) => new JsonObject { ["event"] = new JsonObject { [name] = fields } }.ToJsonString();

    private static JsonObject Tokens(int speech, int text) => new() { ["speechTokens"] = speech, ["textTokens"] = text };
}

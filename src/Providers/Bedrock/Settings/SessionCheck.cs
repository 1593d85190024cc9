using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;
using Realtime.Providers.Sessions;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>Finds what is wrong with an update of the session, the first fault only, as OpenAI does.</summary>
internal static class SessionCheck
{
    private const int MaxTokens = 10_000;

    /// <summary>Checks an update.</summary>
    /// <param name="session">The <c>session</c> of a <c>session.update</c>.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static FieldRefusal? Find(JsonObject session) =>
        SessionObject.UnknownField(session) is { } unknown
            ? new("unknown_parameter", $"Unknown parameter: 'session.{unknown}'.", $"session.{unknown}")
        : session.ContainsKey("type") && session.Text("type") != "realtime"
            ? FieldRefusal.Unsupported("session.type", "Nova Sonic has conversations only: use \"realtime\".")
        : Modalities(session["output_modalities"], "session.output_modalities")
        ?? TextField(session, "instructions")
        ?? Limit(session, "session.max_output_tokens")
        ?? Temperature(session)
        ?? SessionExtras.Find(session)
        ?? AudioCheck.Find(session["audio"])
        ?? ToolCheck.Find(session["tools"], session["tool_choice"], "session");

    /// <summary>Checks that a chosen tool exists.</summary>
    /// <param name="session">The whole session.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static FieldRefusal? FindUnknownTool(JsonObject session) =>
        (session["tool_choice"] as JsonObject)?.Text("name") is { } name
        && session.List("tools")?.OfType<JsonObject>().Any(tool => tool.Text("name") == name) != true
            ? FieldRefusal.Invalid("session.tool_choice.name", $"the name of one of the session's tools, and '{name}' is none")
            : null;

    /// <summary>Checks modalities.</summary>
    /// <param name="modalities">The field.</param>
    /// <param name="param">Its path.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static FieldRefusal? Modalities(JsonNode? modalities, string param) =>
        modalities is null || (modalities is JsonArray and [{ } only] && only.AsText() is "audio" or "text")
            ? null
            : FieldRefusal.Invalid(param, "[\"audio\"] or [\"text\"]");

    /// <summary>Checks a limit of tokens.</summary>
    /// <param name="holder">The object that holds it.</param>
    /// <param name="param">Its path.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static FieldRefusal? Limit(JsonObject holder, string param)
    {
        var limit = holder["max_output_tokens"];
        return limit is null || limit.AsText() == "inf" || holder.Int("max_output_tokens") is >= 1 and <= MaxTokens
            ? null
            : FieldRefusal.Invalid(param, "an integer from 1 to 10000 or \"inf\"");
    }

    private static FieldRefusal? TextField(JsonObject session, string name) =>
        session[name] is null || session.Text(name) is not null ? null : FieldRefusal.Invalid("session." + name, "a string");

    private static FieldRefusal? Temperature(JsonObject session) =>
        session["temperature"] is null || session.Number("temperature") is >= 0 and <= 2
            ? null
            : FieldRefusal.Invalid("session.temperature", "a number from 0 to 2, of which Nova Sonic uses at most 1");

    /// <summary>Says whether a field is there and not null.</summary>
    /// <param name="holder">The object.</param>
    /// <param name="name">The field.</param>
    /// <returns>Whether.</returns>
    internal static bool Has(this JsonObject holder, string name) =>
        holder[name] is { } value && value.GetValueKind() != JsonValueKind.Null;
}

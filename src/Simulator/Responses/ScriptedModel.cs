using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Responses;

/// <summary>
/// Decides what is answered. There is no model behind it: it says back what it heard, and follows a small script language, in a user's
/// text or in a response's own instructions: <c>say N words</c>, <c>say exactly TEXT</c>, <c>fail with CODE</c>, <see cref="CallScript"/>
/// and <see cref="HistoryScript"/>.
/// </summary>
internal static partial class ScriptedModel
{
    public static ResponsePlan Plan(ResponseRequest request, IReadOnlyList<ConversationItem> context)
    {
        if (request.Verbatim is { } verbatim)
        {
            return ResponsePlan.Say(verbatim);
        }

        if (request.OwnInstructions is { } instructions && Follow(instructions, request.Settings, context) is { } instructed)
        {
            return instructed;
        }

        var outputs = context.Reverse().TakeWhile(item => item.Type is "function_call_output" or "function_call").Where(item => item.Type == "function_call_output").Reverse().ToArray();
        if (outputs.Length > 0)
        {
            return ResponsePlan.Say("The tool answered: " + string.Join(" and ", outputs.Select(item => item.Output)));
        }

        var user = context.LastOrDefault(item => item.IsMessageOf("user"));
        return user is null ? ResponsePlan.Say("Hello! I am here and listening.")
            : user.IsSpeechOnly ? new([Echo(user)])
            : Follow(user.Words, request.Settings, context) ?? Required(request.Settings, user.Words) ?? ResponsePlan.Say("You said: " + Said(user));
    }

    private static PlannedOutput.Message Echo(ConversationItem user) =>
        new(string.Create(CultureInfo.InvariantCulture, $"You spoke for {user.SpokenMs / 1000:0.0} seconds."), user.Speech);

    private static string Said(ConversationItem user) =>
        user.Words.Length > 0 ? user.Words : user.Content.Exists(part => part.Kind == ContentKind.InputImage) ? "a picture" : "nothing";

    private static ResponsePlan? Follow(string text, SessionSettings settings, IReadOnlyList<ConversationItem> context)
    {
        if (SayWords().Match(text) is { Success: true } count && int.TryParse(count.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var words))
        {
            return ResponsePlan.Say(string.Join(' ', Enumerable.Range(1, Math.Clamp(words, 1, 100_000)).Select(number => $"word{number}")));
        }

        if (SayExactly().Match(text) is { Success: true } exactly)
        {
            return ResponsePlan.Say(exactly.Groups[1].Value);
        }

        if (FailWith().Match(text) is { Success: true } failure)
        {
            return new([], failure.Groups[1].Value);
        }

        return Calls(text, settings) ?? (HistoryScript.Answer(text, context, settings) is { } answer ? ResponsePlan.Say(answer) : null);
    }

    private static ResponsePlan? Calls(string text, SessionSettings settings)
    {
        if (settings.Tools.Count == 0 || settings.ToolChoice?.ToString() == "none")
        {
            return null;
        }

        // "say hello then call f {}" is a message and a call in one response.
        var spoken = SayThenCall().Match(text);
        var calls = CallScript.Read(spoken.Success ? spoken.Groups[2].Value : text);
        var known = calls.Count > 0 && calls.All(call => settings.Tools.OfType<JsonObject>().Any(tool => ToolName(tool) == call.Name));
        return !known ? null : new([.. spoken.Success ? [new PlannedOutput.Message(spoken.Groups[1].Value)] : Array.Empty<PlannedOutput>(), .. calls]);
    }

    // A client may insist on a call though the text names none.
    private static ResponsePlan? Required(SessionSettings settings, string words)
    {
        var named = (settings.ToolChoice as JsonObject).Text("name");
        if (named is null && settings.ToolChoice?.ToString() != "required")
        {
            return null;
        }

        var tool = settings.Tools.OfType<JsonObject>().FirstOrDefault(tool => tool.Text("type") == "function" && (named is null || ToolName(tool) == named));
        return tool is null ? null : new([new PlannedOutput.Call(ToolName(tool)!, JsonText.WriteString(Arguments(Parameters(tool), words)))]);
    }

    private static string? ToolName(JsonObject tool) => tool.Text("name") ?? tool.Object("function").Text("name");

    private static JsonObject? Parameters(JsonObject tool) => tool.Object("parameters") ?? tool.Object("function").Object("parameters");

    private static JsonObject Arguments(JsonObject? parameters, string words)
    {
        var result = new JsonObject();
        foreach (var name in (parameters.Array("required") ?? []).Select(entry => entry?.ToString()).OfType<string>())
        {
            var property = parameters.Object("properties").Object(name);
            result[name] = property.Array("enum") is [{ } first, ..] ? first.DeepClone() : property.Text("type") switch
            {
                "number" or "integer" => 1,
                "boolean" => true,
                "array" => new JsonArray(),
                "object" => new JsonObject(),
                _ => words,
            };
        }

        return result;
    }

    [GeneratedRegex(@"^\s*say (\d+) words", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SayWords();

    [GeneratedRegex(@"^\s*say exactly:? (.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex SayExactly();

    [GeneratedRegex(@"^\s*fail with ([\w.]+)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FailWith();

    [GeneratedRegex(@"^\s*say (.+?) then (call .+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex SayThenCall();
}

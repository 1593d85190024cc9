using System.Text.Json.Nodes;
using Realtime.Guardrails;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>Finds the texts in what a client sends.</summary>
internal static class ClientTexts
{
    /// <summary>Finds all texts of an event.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="json">The event.</param>
    /// <returns>The texts, in the order in which they stand.</returns>
    public static List<ItemText> Find(RealtimeEventType type, JsonObject json)
    {
        var texts = new List<ItemText>();
        switch (type)
        {
            case RealtimeEventType.SessionUpdate:
                return OfSession(json.Object("session"));
            case RealtimeEventType.ResponseCreate:
                AddSettings(texts, json.Object("response"));
                foreach (var item in json.Object("response").List("input") ?? [])
                {
                    AddItem(texts, item as JsonObject);
                }

                break;
            case RealtimeEventType.ConversationItemCreate:
                AddItem(texts, json.Object("item"));
                break;
        }

        return texts;
    }

    /// <summary>Finds all texts of a session's settings.</summary>
    /// <param name="session">The settings.</param>
    /// <returns>The texts.</returns>
    public static List<ItemText> OfSession(JsonObject? session)
    {
        var texts = new List<ItemText>();
        AddSettings(texts, session);
        Add(texts, session.Object("audio").Object("input").Object("transcription"), "prompt", GuardrailInput.Instructions);
        return texts;
    }

    /// <summary>Says whether an item brings audio with it, of which nobody has a transcript.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="json">The event.</param>
    /// <returns>Whether.</returns>
    public static bool HasAudio(RealtimeEventType type, JsonObject json)
    {
        var items = type == RealtimeEventType.ConversationItemCreate ? [json.Object("item")]
            : json.Object("response").List("input")?.Select(item => item as JsonObject) ?? [];
        return items.Any(item => item.List("content")?.Any(part => part.Text("audio") is { Length: > 0 }) == true);
    }

    private static void AddSettings(List<ItemText> texts, JsonObject? holder)
    {
        Add(texts, holder, "instructions", GuardrailInput.Instructions);
        AddPrompt(texts, holder);
        foreach (var tool in holder.List("tools") ?? [])
        {
            AddDescriptions(texts, tool);
        }
    }

    // The model reads what a tool says of itself, at every depth of its parameters, as it reads instructions.
    private static void AddDescriptions(List<ItemText> texts, JsonNode? node)
    {
        foreach (var child in (node as JsonArray)?.AsEnumerable() ?? [])
        {
            AddDescriptions(texts, child);
        }

        foreach (var (name, child) in (node as JsonObject)?.AsEnumerable() ?? [])
        {
            if (name is "description" or "server_description" && child is JsonValue)
            {
                Add(texts, (JsonObject)node!, name, GuardrailInput.Instructions);
                continue;
            }

            AddDescriptions(texts, child);
        }
    }

    // The provider writes the variables into the stored prompt, which is the instructions then.
    private static void AddPrompt(List<ItemText> texts, JsonObject? holder)
    {
        if (holder.Object("prompt").Object("variables") is not { } variables)
        {
            return;
        }

        foreach (var (name, value) in variables)
        {
            Add(texts, variables, name, GuardrailInput.Instructions);
            Add(texts, value as JsonObject, "text", GuardrailInput.Instructions);
        }
    }

    private static void AddItem(List<ItemText> texts, JsonObject? item)
    {
        var input = item.Text("role") == "system" ? GuardrailInput.Instructions : GuardrailInput.UserText;
        Add(texts, item, "output", GuardrailInput.ToolResult);
        Add(texts, item, "arguments", input);
        foreach (var part in item.List("content") ?? [])
        {
            Add(texts, part as JsonObject, "text", input);
            Add(texts, part as JsonObject, "transcript", input);
        }
    }

    private static void Add(List<ItemText> texts, JsonObject? holder, string name, GuardrailInput input)
    {
        if (holder.Text(name) is { Length: > 0 } text)
        {
            texts.Add(new ItemText(holder!, name, text, input));
        }
    }
}

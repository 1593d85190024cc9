using System.Text.Json.Nodes;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>Reads a client's event.</summary>
internal static class NovaInput
{
    /// <summary>Takes an event apart.</summary>
    public static (string Name, JsonObject Fields) Read(JsonObject json)
    {
        var (name, value) = json.Object("event")!.Single();
        return (name, value as JsonObject ?? []);
    }

    /// <summary>Describes an event for the inspection; of audio only its length.</summary>
    public static ReceivedEvent Describe(string name, JsonObject json, int limit)
    {
        if (name == "audioInput")
        {
            return new(name, null, $"({json.Object("event").Object(name).Text("content")?.Length ?? 0} characters)");
        }

        var text = JsonText.WriteString(json);
        return new(name, null, text.Length <= limit ? text : text[..limit]);
    }
}

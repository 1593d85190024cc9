using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Storage.Model;

/// <summary>Settings as a JSON object, to change single fields of them.</summary>
public static class PolicySettingsJson
{
    /// <summary>Gives the names of the fields.</summary>
    public static IReadOnlySet<string> Names { get; } =
        StorageJson.Default.PolicySettings.Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Writes settings; what is not set is left out.</summary>
    /// <param name="settings">The settings.</param>
    public static JsonObject Write(PolicySettings settings) =>
        (JsonObject)JsonSerializer.SerializeToNode(settings, StorageJson.Default.PolicySettings)!;

    /// <summary>Reads settings.</summary>
    /// <param name="json">The object.</param>
    /// <exception cref="JsonException">A field is not of its kind.</exception>
    public static PolicySettings Read(JsonObject json) =>
        json.Deserialize(StorageJson.Default.PolicySettings) ?? PolicySettings.None;
}

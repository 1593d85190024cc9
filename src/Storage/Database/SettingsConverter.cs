using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Realtime.Storage.Model;

namespace Realtime.Storage.Database;

/// <summary>Keeps settings as one JSON document.</summary>
internal sealed class SettingsConverter() : ValueConverter<PolicySettings, string>(settings => Write(settings), text => Read(text))
{
    /// <summary>Writes settings.</summary>
    /// <param name="settings">The settings.</param>
    public static string Write(PolicySettings settings) => JsonSerializer.Serialize(settings, StorageJson.Default.PolicySettings);

    /// <summary>Reads settings.</summary>
    /// <param name="text">The document.</param>
    public static PolicySettings Read(string text) => JsonSerializer.Deserialize(text, StorageJson.Default.PolicySettings) ?? PolicySettings.None;
}

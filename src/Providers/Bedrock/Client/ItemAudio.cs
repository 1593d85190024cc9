using System.Text;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>Finds the audio in an item that a client creates whole.</summary>
internal static class ItemAudio
{
    /// <summary>Finds it.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The first audio in base64; null if there is none.</returns>
    public static byte[]? Take(JsonObject item) => (item.List("content") ?? []).OfType<JsonObject>()
        .Where(part => part.Text("type") == "input_audio")
        .Select(part => part.Id("audio"))
        .FirstOrDefault(audio => audio is not null) is { } base64
        ? Encoding.ASCII.GetBytes(base64)
        : null;
}

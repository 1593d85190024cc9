using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>The formats that a client may use; the gateway turns them into the stream's.</summary>
internal static class AudioFormatMap
{
    /// <summary>Reads a format.</summary>
    /// <param name="format">The client's <c>format</c>, or null.</param>
    /// <returns>The format; null if it is none that can be had.</returns>
    public static AudioFormat? Read(JsonNode? format) => format switch
    {
        null => AudioFormat.Pcm24k,
        JsonObject named => AudioFormat.FromName(named.Text("type"), named.Int("rate")),
        _ => null,
    };
}

using System.Text.Json.Nodes;
using Realtime.Simulator.Audio;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Forms;

/// <summary>The ways in which audio formats are written.</summary>
internal static class AudioFormats
{
    /// <summary>Reads <c>{"type":"audio/pcm","rate":24000}</c>.</summary>
    public static AudioFormat ReadObject(JsonObject? format) => format.Text("type") switch
    {
        "audio/pcmu" => AudioFormat.MuLaw,
        "audio/pcma" => AudioFormat.ALaw,
        _ => AudioFormat.Pcm24 with { Rate = (int)(format.Number("rate") ?? 24000) },
    };

    public static JsonObject WriteObject(AudioFormat format) => format.Encoding switch
    {
        AudioEncoding.MuLaw => new() { ["type"] = "audio/pcmu" },
        AudioEncoding.ALaw => new() { ["type"] = "audio/pcma" },
        _ => new() { ["type"] = "audio/pcm", ["rate"] = format.Rate },
    };

    /// <summary>Reads the beta form's names.</summary>
    public static AudioFormat ReadName(string? name) => name switch
    {
        "g711_ulaw" => AudioFormat.MuLaw,
        "g711_alaw" => AudioFormat.ALaw,
        _ => AudioFormat.Pcm24,
    };

    public static string NameOf(string? objectType) => objectType switch
    {
        "audio/pcmu" => "g711_ulaw",
        "audio/pcma" => "g711_alaw",
        _ => "pcm16",
    };
}

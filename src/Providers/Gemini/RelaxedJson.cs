using System.Text.Encodings.Web;
using System.Text.Json;

namespace Realtime.Providers.Gemini;

/// <summary>Writes JSON that goes into a string without escapes that only HTML needs.</summary>
internal static class RelaxedJson
{
    /// <summary>Gets the options.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

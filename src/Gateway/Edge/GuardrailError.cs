using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Realtime.Gateway.Edge;

/// <summary>What a client is told whose session a guardrail blocked at its beginning.</summary>
/// <remarks>
/// Source: LiteLLM's documentation of guardrails on its realtime endpoint. Its scripts know this event by these fields and no others, so that it lacks
/// what every other <c>error</c> event has.
/// </remarks>
internal static class GuardrailError
{
    /// <summary>The close code that follows.</summary>
    public const int CloseCode = 1011;

    /// <summary>The close reason that follows.</summary>
    public const string CloseReason = "Pre-call error";

    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the event.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="message">The error's message.</param>
    public static void Write(IBufferWriter<byte> output, string message)
    {
        using var writer = new Utf8JsonWriter(output, _options);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "error"u8);
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, "guardrail_error"u8);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

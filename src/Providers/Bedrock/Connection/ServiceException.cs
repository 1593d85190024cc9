using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Realtime.Protocol.EventStreams;

namespace Realtime.Providers.Bedrock.Connection;

/// <summary>A failure as the service tells it, within the stream or in place of it.</summary>
/// <param name="Type">Its name with a small first letter, as <c>throttlingException</c>.</param>
/// <param name="Message">Its message as it came: redact it before it goes anywhere.</param>
internal sealed partial record ServiceException(string Type, string Message)
{
    /// <summary>Reads a message of the stream.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The failure; null if it is an event.</returns>
    public static ServiceException? From(EventStreamMessage message) => message.Text(":message-type") switch
    {
        "exception" => new(Name(message.Text(":exception-type")), Said(message.Payload)),
        "error" => new(Name(message.Text(":error-code")), message.Text(":error-message") ?? ""),
        _ => null,
    };

    /// <summary>Reads a refusal.</summary>
    /// <param name="response">The response's head.</param>
    /// <param name="body">Its body.</param>
    /// <returns>The failure.</returns>
    public static ServiceException From(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var type = response.Headers.TryGetValues("x-amzn-errortype", out var values) ? values.First().Split(':')[0] : null;
        return new(Name(type), Said(body));
    }

    /// <summary>Writes the failure as a message that the translator reads beside the events.</summary>
    /// <param name="output">Is cleared and takes the message.</param>
    public void Write(ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteStartObject("exception"u8);
        writer.WriteString("type"u8, Type);
        writer.WriteString("message"u8, Message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes the failure as the service would within a stream.</summary>
    /// <param name="output">Takes the message.</param>
    public void WriteFrame(IBufferWriter<byte> output) => EventStreamEncoder.Write(
        output,
        [EventStreamHeader.Text(":message-type", "error"), EventStreamHeader.Text(":error-code", Type), EventStreamHeader.Text(":error-message", Message)],
        []);

    // Only a short identifier of what came is kept; SDKs and service disagree on the first letter.
    private static string Name(string? type) => type is not null && Identifier().IsMatch(type)
        ? char.ToLowerInvariant(type[0]) + type[1..]
        : "unknownException";

    private static string Said(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && (document.RootElement.TryGetProperty("message", out var message) || document.RootElement.TryGetProperty(nameof(Message), out message))
                && message.ValueKind == JsonValueKind.String
                ? message.GetString()!
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{1,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}

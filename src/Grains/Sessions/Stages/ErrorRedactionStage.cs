using System.Buffers;
using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>Takes hosts, paths and credentials out of the messages of the provider's <c>error</c> events; all else of them stays as it came.</summary>
internal sealed class ErrorRedactionStage : ISessionStage
{
    /// <inheritdoc/>
    public EventTypeSet ClientTypes => EventTypeSet.None;

    /// <inheritdoc/>
    public EventTypeSet ServerTypes { get; } = EventTypeSet.Of(RealtimeEventType.Error);

    /// <inheritdoc/>
    public StageResult OnClient(in EventMessage message, IStageContext context) => StageResult.Pass;

    /// <inheritdoc/>
    public StageResult OnServer(in EventMessage message, IStageContext context)
    {
        var payload = message.Payload.Span;
        if (Find(payload) is not ({ } text, var range) || Redaction.Redact(text) is var redacted && redacted == text)
        {
            return StageResult.Pass;
        }

        var value = JsonSerializer.SerializeToUtf8Bytes(redacted, SessionJson.Default.String);
        var output = new ArrayBufferWriter<byte>(payload.Length + value.Length);
        output.Write(payload[..range.Start.Value]);
        output.Write(value);
        output.Write(payload[range.End.Value..]);
        context.ToClient(message with { Payload = output.WrittenMemory });
        return StageResult.Taken;
    }

    private static (string? Text, Range Range) Find(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            var insideError = false;
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                if (reader.CurrentDepth == 1)
                {
                    insideError = reader.ValueTextEquals("error"u8);
                }
                else if (insideError && reader.CurrentDepth == 2 && reader.ValueTextEquals("message"u8))
                {
                    reader.Read();
                    return reader.TokenType == JsonTokenType.String
                        ? (reader.GetString(), (int)reader.TokenStartIndex..(int)reader.BytesConsumed)
                        : (null, default);
                }
            }
        }
        catch (JsonException)
        {
            // What is no JSON is no error event that a client could read; it passes as it is.
            return (null, default);
        }

        return (null, default);
    }
}

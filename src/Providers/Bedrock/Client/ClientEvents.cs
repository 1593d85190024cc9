using System.Text;
using System.Text.Json;
using Realtime.Protocol.Events;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>Takes in the client's events. The table of what becomes of them stands in <c>docs/providers/bedrock.md</c>.</summary>
internal sealed class ClientEvents(
    NovaContext context, SessionCommands session, AudioCommands audio, ItemCommands items, ResponseCommands responses)
{
    /// <summary>Takes in an event.</summary>
    /// <param name="message">The event.</param>
    public void Take(in EventMessage message)
    {
        if (message.Type == RealtimeEventType.InputAudioBufferAppend)
        {
            Append(message.Payload.Span);
            return;
        }

        if (JsonTree.Parse(message.Payload) is not { } body)
        {
            context.Output.Refuse(new("invalid_event", "The event is no JSON object that can be read.", null), null);
            return;
        }

        switch (message.Type)
        {
            case RealtimeEventType.SessionUpdate:
                session.Update(body);
                break;
            case RealtimeEventType.InputAudioBufferCommit:
                audio.Commit(body);
                break;
            case RealtimeEventType.InputAudioBufferClear:
                audio.Clear();
                break;
            case RealtimeEventType.ConversationItemCreate:
                items.Create(body);
                break;
            case RealtimeEventType.ConversationItemRetrieve:
                items.Retrieve(body);
                break;
            case RealtimeEventType.ConversationItemTruncate:
                items.Truncate(body);
                break;
            case RealtimeEventType.ConversationItemDelete:
                items.Delete(body);
                break;
            case RealtimeEventType.ResponseCreate:
                responses.Create(body);
                break;
            case RealtimeEventType.ResponseCancel:
                responses.Cancel(body);
                break;
            case RealtimeEventType.OutputAudioBufferClear:
                Refuse(body, FieldRefusal.Unsupported("type", "'output_audio_buffer.clear' is for WebRTC: over WebSocket the client owns the playback."));
                break;
            default:
                Refuse(body, new("invalid_value", $"Invalid value: '{body.Text("type")}' is no event that a client sends to this model.", "type"));
                break;
        }
    }

    private void Refuse(System.Text.Json.Nodes.JsonObject body, FieldRefusal refusal) => context.Output.Refuse(refusal, body.Text("event_id"));

    // The only event of which there are many is not made into a tree.
    private void Append(ReadOnlySpan<byte> json)
    {
        string? eventId = null;
        ReadOnlySpan<byte> base64 = default;
        var found = false;
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                {
                    continue;
                }

                var isAudio = reader.ValueTextEquals("audio"u8);
                var isId = reader.ValueTextEquals("event_id"u8);
                if (reader.Read() && reader.TokenType == JsonTokenType.String && isAudio)
                {
                    base64 = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
                    found = true;
                }
                else if (isId && reader.TokenType == JsonTokenType.String)
                {
                    eventId = reader.GetString();
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            found = false;
        }

        if (!found)
        {
            context.Output.Refuse(new("missing_required_parameter", "Missing required parameter: 'audio', a base64 string.", "audio"), eventId);
        }
        else if (!audio.Append(base64))
        {
            context.Output.Refuse(FieldRefusal.Invalid("audio", "base64-encoded audio in the session's input format"), eventId);
        }
    }
}

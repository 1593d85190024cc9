using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>
/// Writes the events that close a response: the ends of its open content parts, of its items, then its own, each of them only if the client
/// was told the beginning and not the end.
/// </summary>
/// <remarks>Source for the order: the OpenAI Realtime API reference, events of an interrupted response.</remarks>
internal sealed class CutResponseWriter(IEventIdSource ids, ItemHistory history)
{
    private static readonly string[] OwnFields = ["object", "id", "status", "status_details", "output", "usage"];

    private readonly List<EventMessage> _events = [];

    public IReadOnlyList<EventMessage> Events => _events;

    public void Write(ResponseTracker response, ResponseCut cut)
    {
        foreach (var output in response.Outputs)
        {
            WriteOutput(response, output);
        }

        Add(RealtimeEventType.ResponseDone, writer =>
        {
            writer.WriteStartObject("response"u8);
            WriteResponse(writer, response, cut);
            writer.WriteEndObject();
        });
    }

    private static void WriteResponse(Utf8JsonWriter writer, ResponseTracker response, ResponseCut cut)
    {
        writer.WriteString("object"u8, "realtime.response"u8);
        writer.WriteString("id"u8, response.Id);
        writer.WriteString("status"u8, cut.Status);
        WriteDetails(writer, cut);
        writer.WriteStartArray("output"u8);
        foreach (var output in response.Outputs.Where(output => output.IsAdded))
        {
            ItemWriter.Write(writer, output.Closed());
        }

        writer.WriteEndArray();
        writer.WriteNull("usage"u8);
        if (JsonFields.TryParse(response.Json, out var told))
        {
            using (told)
            {
                foreach (var (name, value) in told.RootElement.Members().Where(member => !OwnFields.Contains(member.Name)))
                {
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(value.GetRawText());
                }
            }
        }
    }

    private static void WriteDetails(Utf8JsonWriter writer, ResponseCut cut)
    {
        writer.WriteStartObject("status_details"u8);
        writer.WriteString("type"u8, cut.Status);
        if (cut.Reason is not null)
        {
            writer.WriteString("reason"u8, cut.Reason);
        }

        if (cut.ErrorType is not null)
        {
            writer.WriteStartObject("error"u8);
            writer.WriteString("type"u8, cut.ErrorType);
            if (cut.ErrorCode is not null)
            {
                writer.WriteString("code"u8, cut.ErrorCode);
            }

            writer.WriteString("message"u8, cut.ErrorMessage);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteOutput(ResponseTracker response, OutputTracker output)
    {
        var closed = output.Closed();
        if (output.IsAdded && !output.IsDone)
        {
            foreach (var part in output.Parts.Where(part => !part.IsDone))
            {
                WritePart(response, output, part);
            }

            Add(RealtimeEventType.ResponseOutputItemDone, writer =>
            {
                writer.WriteString("response_id"u8, response.Id);
                writer.WriteNumber("output_index"u8, output.OutputIndex);
                WriteItem(writer, closed);
            });
        }

        if (response.IsOutOfBand || output.IsItemDone || history.IsGone(output.Item.Id))
        {
            return;
        }

        if (!output.IsItemAdded)
        {
            Add(RealtimeEventType.ConversationItemAdded, writer => WriteConversationItem(writer, closed));
        }

        Add(RealtimeEventType.ConversationItemDone, writer => WriteConversationItem(writer, closed));
    }

    private void WritePart(ResponseTracker response, OutputTracker output, PartTracker part)
    {
        if (part.IsAudio && !part.IsAudioDone)
        {
            Add(RealtimeEventType.ResponseOutputAudioDone, writer => WritePlace(writer, response, output, part));
        }

        if (!part.IsTextDone)
        {
            var type = part.IsAudio ? RealtimeEventType.ResponseOutputAudioTranscriptDone : RealtimeEventType.ResponseOutputTextDone;
            Add(type, writer =>
            {
                WritePlace(writer, response, output, part);
                WriteText(writer, part);
            });
        }

        Add(RealtimeEventType.ResponseContentPartDone, writer =>
        {
            WritePlace(writer, response, output, part);
            writer.WriteStartObject("part"u8);
            writer.WriteString("type"u8, part.IsAudio ? "audio"u8 : "text"u8);
            WriteText(writer, part);
            writer.WriteEndObject();
        });
    }

    private static void WritePlace(Utf8JsonWriter writer, ResponseTracker response, OutputTracker output, PartTracker part)
    {
        writer.WriteString("response_id"u8, response.Id);
        writer.WriteString("item_id"u8, output.Item.Id);
        writer.WriteNumber("output_index"u8, output.OutputIndex);
        writer.WriteNumber("content_index"u8, part.ContentIndex);
    }

    private static void WriteText(Utf8JsonWriter writer, PartTracker part) =>
        writer.WriteString(part.IsAudio ? "transcript"u8 : "text"u8, part.Text);

    private void WriteConversationItem(Utf8JsonWriter writer, ConversationItem item)
    {
        writer.WriteString("previous_item_id"u8, history.Previous(item.Id));
        WriteItem(writer, item);
    }

    private static void WriteItem(Utf8JsonWriter writer, ConversationItem item)
    {
        writer.WritePropertyName("item"u8);
        ItemWriter.Write(writer, item);
    }

    private void Add(RealtimeEventType type, Action<Utf8JsonWriter> writeFields) =>
        _events.Add(EventJson.Event(type, ids.Next(), writeFields));
}

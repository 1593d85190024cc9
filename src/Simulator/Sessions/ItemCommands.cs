using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Json;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Sessions;

/// <summary>What clients do to the conversation's items.</summary>
internal sealed class ItemCommands(SessionContext session)
{
    private const string Root = "root";

    /// <summary>Adds an item and gives it back, or null when it was refused.</summary>
    public ConversationItem? Create(JsonObject clientEvent)
    {
        var eventId = clientEvent.Text("event_id");
        var item = ItemReader.Read(clientEvent.Object("item")!, IdSource.Make("item"), session.Settings.InputFormat);
        if (session.History.Find(item.Id) is not null)
        {
            session.Fail(new("invalid_value", $"Error adding item: an item with id '{item.Id}' already exists.", "item.id"), eventId);
            return null;
        }

        if (!TryPlace(item, clientEvent.Text("previous_item_id")))
        {
            session.Fail(new("invalid_value", $"Previous item with id '{clientEvent.Text("previous_item_id")}' not found in the conversation.", "previous_item_id"), eventId);
            return null;
        }

        session.AnnounceItem(item);
        return item;
    }

    public void Retrieve(JsonObject clientEvent)
    {
        if (Find(clientEvent, "item_retrieve_invalid_item_id", "retrieving") is { } item)
        {
            var format = item.Role == "user" ? session.Settings.InputFormat : session.Settings.OutputFormat;
            session.Output.Send(new() { ["type"] = "conversation.item.retrieved", ["item"] = ItemWriter.Write(item, format) });
        }
    }

    public void Delete(JsonObject clientEvent)
    {
        if (Find(clientEvent, "item_delete_invalid_item_id", "deleting") is { } item)
        {
            session.History.Remove(item);
            session.Output.Send(new() { ["type"] = "conversation.item.deleted", ["item_id"] = item.Id });
        }
    }

    public void Truncate(JsonObject clientEvent)
    {
        if (Find(clientEvent, "item_truncate_invalid_item_id", "truncating") is not { } item)
        {
            return;
        }

        var index = (int)clientEvent.Number("content_index")!;
        var endMs = (int)clientEvent.Number("audio_end_ms")!;
        if (CannotTruncate(item, index, endMs) is { } problem)
        {
            session.Fail(problem, clientEvent.Text("event_id"));
            return;
        }

        var part = item.Content[index];
        var kept = KeptWords(part, endMs);
        part.Audio = part.Audio.Slice(0, endMs);

        // The text of what was not heard must not stay in the context.
        part.Words = null;
        session.Output.Send(new()
        {
            ["type"] = "conversation.item.truncated",
            ["item_id"] = item.Id,
            ["content_index"] = index,
            ["audio_end_ms"] = endMs,
            [KeptTranscript] = kept,
        });
    }

    /// <summary>The member that only xAI's form keeps in <c>conversation.item.truncated</c>; the others take it out.</summary>
    public const string KeptTranscript = "transcript";

    private static FieldProblem? CannotTruncate(ConversationItem item, int index, int endMs)
    {
        if (!item.IsMessageOf("assistant"))
        {
            return new("invalid_value", "Only model output audio messages can be truncated.", "item_id");
        }

        if (index >= item.Content.Count || item.Content[index].Kind != ContentKind.OutputAudio)
        {
            return new("invalid_value", $"There is no audio content at index {index}.", "content_index");
        }

        var duration = (int)Math.Ceiling(item.Content[index].Audio.DurationMs);
        return endMs > duration ? new("invalid_value", $"Audio content of {duration}ms is already shorter than {endMs}ms", "audio_end_ms") : null;
    }

    private static string KeptWords(ContentPart part, int endMs)
    {
        var words = (part.Words ?? "").Split(' ');
        return string.Join(' ', words.Take((int)(words.Length * endMs / Math.Max(part.Audio.DurationMs, 1))));
    }

    private bool TryPlace(ConversationItem item, string? previousId)
    {
        if (previousId is null)
        {
            session.History.Append(item);
            return true;
        }

        var previous = session.History.Find(previousId);
        if (previous is null && previousId != Root)
        {
            return false;
        }

        session.History.InsertAfter(previous, item);
        return true;
    }

    private ConversationItem? Find(JsonObject clientEvent, string code, string doing)
    {
        var id = clientEvent.Text("item_id");
        var item = session.History.Find(id);
        if (item is null)
        {
            session.Fail(new(code, $"Error {doing} item: the item with id '{id}' does not exist.", "item_id"), clientEvent.Text("event_id"));
        }

        return item;
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Providers.Bedrock.Items;

namespace Realtime.Providers.Bedrock.Output;

/// <summary>A message of the model while it is spoken or written.</summary>
internal sealed class OpenMessage
{
    private readonly NovaOutput _output;
    private readonly string _responseId;
    private readonly int _index;
    private readonly bool _isText;
    private readonly StringBuilder _words = new();

    /// <summary>Initializes a new instance of the <see cref="OpenMessage"/> class, and tells the client that it begins.</summary>
    /// <param name="output">Takes the events.</param>
    /// <param name="items">The conversation's items, of which it becomes one.</param>
    /// <param name="responseId">The response.</param>
    /// <param name="index">Its place in the response.</param>
    /// <param name="isText">Whether the client wants text alone.</param>
    public OpenMessage(NovaOutput output, ItemStore items, string responseId, int index, bool isText)
    {
        (_output, _responseId, _index, _isText) = (output, responseId, index, isText);
        Item = new NovaItem(new JsonObject
        {
            ["id"] = output.NewId("item"),
            ["object"] = "realtime.item",
            ["type"] = "message",
            ["status"] = "in_progress",
            ["role"] = "assistant",
            ["content"] = new JsonArray(),
        })
        {
            IsSent = true,
            AudioMs = isText ? null : 0,
        };
        var previous = items.Add(Item);
        output.ToClient(RealtimeEventType.ResponseOutputItemAdded, Place(withContent: false, "item", Item.Body.DeepClone()));
        output.ToClient(RealtimeEventType.ConversationItemAdded, new JsonObject { ["previous_item_id"] = previous, ["item"] = Item.Body.DeepClone() });
        output.ToClient(RealtimeEventType.ResponseContentPartAdded, Place(withContent: true, "part", Part()));
    }

    /// <summary>Gets the item.</summary>
    public NovaItem Item { get; }

    /// <summary>Gets a value indicating whether nothing was said yet.</summary>
    public bool IsWordless => _words.Length == 0;

    /// <summary>Adds a sentence.</summary>
    /// <param name="text">The sentence.</param>
    public void Say(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        var delta = _words.Length > 0 && !char.IsWhiteSpace(_words[^1]) && !char.IsWhiteSpace(text[0]) ? " " + text : text;
        _words.Append(delta);
        _output.ToClient(
            _isText ? RealtimeEventType.ResponseOutputTextDelta : RealtimeEventType.ResponseOutputAudioTranscriptDelta,
            Place(withContent: true, "delta", delta));
    }

    /// <summary>Ends it.</summary>
    /// <param name="isComplete">Whether all of it was said.</param>
    /// <returns>The item as it is told in <c>response.done</c>.</returns>
    public JsonObject Close(bool isComplete)
    {
        var words = _words.ToString();
        if (_isText)
        {
            _output.ToClient(RealtimeEventType.ResponseOutputTextDone, Place(withContent: true, "text", words));
        }
        else
        {
            _output.ToClient(RealtimeEventType.ResponseOutputAudioDone, Place(withContent: true));
            _output.ToClient(RealtimeEventType.ResponseOutputAudioTranscriptDone, Place(withContent: true, "transcript", words));
        }

        _output.ToClient(RealtimeEventType.ResponseContentPartDone, Place(withContent: true, "part", Part()));
        Item.Body["status"] = isComplete ? "completed" : "incomplete";
        Item.Body["content"] = new JsonArray(_isText
            ? new JsonObject { ["type"] = "output_text", ["text"] = words }
            : new JsonObject { ["type"] = "output_audio", ["transcript"] = words });
        _output.ToClient(
            RealtimeEventType.ConversationItemDone, new JsonObject { ["previous_item_id"] = Item.PreviousId, ["item"] = Item.Body.DeepClone() });
        _output.ToClient(RealtimeEventType.ResponseOutputItemDone, Place(withContent: false, "item", Item.Body.DeepClone()));
        return (JsonObject)Item.Body.DeepClone();
    }

    private JsonObject Part() => _isText
        ? new JsonObject { ["type"] = "text", ["text"] = _words.ToString() }
        : new JsonObject { ["type"] = "audio", ["transcript"] = _words.ToString() };

    private JsonObject Place(bool withContent, string? name = null, JsonNode? value = null)
    {
        var fields = new JsonObject { ["response_id"] = _responseId };
        if (withContent)
        {
            fields["item_id"] = Item.Id;
        }

        fields["output_index"] = _index;
        if (withContent)
        {
            fields["content_index"] = 0;
        }

        if (name is not null)
        {
            fields[name] = value;
        }

        return fields;
    }
}

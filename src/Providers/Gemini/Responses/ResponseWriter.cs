using System.Buffers;
using System.Buffers.Text;
using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Protocol.Events;
using Realtime.Providers.Gemini.Items;
using Realtime.Providers.Gemini.Output;

namespace Realtime.Providers.Gemini.Responses;

/// <summary>Tells the client a response, in OpenAI's order of events.</summary>
/// <param name="state">What the translator's parts share.</param>
/// <param name="usage">Counts tokens.</param>
internal sealed class ResponseWriter(LiveState state, UsageMeter usage)
{
    private readonly ArrayBufferWriter<byte> _base64 = new(16 * 1024);

    /// <summary>Gets the response under way; null when there is none.</summary>
    public OpenResponse? Current { get; private set; }

    /// <summary>Begins a response.</summary>
    /// <param name="request">What the client asked for; null when the service answers by itself.</param>
    public void Open(ResponseRequest? request)
    {
        Current = new OpenResponse(state.Output.NewId("resp_"), request, request?.WritesText ?? state.Settings.WritesText);
        state.Output.Event(RealtimeEventType.ResponseCreated, ("response", ToJson("in_progress", null, null)));
    }

    /// <summary>Adds speech.</summary>
    /// <param name="base64">PCM16 in base64.</param>
    /// <param name="rate">Its rate in Hz.</param>
    public void Audio(ReadOnlySpan<byte> base64, int rate)
    {
        if (Current!.WritesText)
        {
            // A model that can only speak was asked for text: its transcript is the text.
            return;
        }

        var message = Message(isText: false);
        state.Memory.HasSpoken = true;
        var target = state.Settings.OutputFormat;
        if (target is { Encoding: AudioEncoding.Pcm16 } && target.Rate == rate)
        {
            message.AudioBytes += Base64.GetMaxDecodedFromUtf8Length(base64.Length);
            state.Output.AudioDelta(message.Place, base64);
            return;
        }

        message.Transcoder ??= new AudioTranscoder(new AudioFormat(AudioEncoding.Pcm16, rate), target);
        if (message.Transcoder.TryTranscodeBase64(base64, out var audio))
        {
            Delta(message, audio);
        }
    }

    /// <summary>Adds words of what is spoken.</summary>
    /// <param name="text">The words.</param>
    public void Transcript(string text)
    {
        if (Current!.WritesText)
        {
            Text(text);
            return;
        }

        var message = Message(isText: false);
        message.Words.Append(text);
        Content(message, RealtimeEventType.ResponseOutputAudioTranscriptDelta, "delta", text);
    }

    /// <summary>Adds written text.</summary>
    /// <param name="text">The text.</param>
    public void Text(string text)
    {
        var message = Message(isText: true);
        message.Words.Append(text);
        Content(message, RealtimeEventType.ResponseOutputTextDelta, "delta", text);
    }

    /// <summary>Adds a function call, whole.</summary>
    /// <param name="call">The call.</param>
    /// <param name="arguments">Its arguments, JSON.</param>
    public void Call(FunctionCall call, string arguments)
    {
        CloseMessage(isComplete: true);
        var response = Current!;
        response.HasCalls = true;
        var item = new JsonObject
        {
            ["id"] = state.Output.NewId("item_"),
            ["object"] = "realtime.item",
            ["type"] = "function_call",
            ["status"] = "in_progress",
            ["call_id"] = call.CallId,
            ["name"] = call.Name,
            ["arguments"] = "",
        };
        var id = (string)item["id"]!;
        var index = response.Count++;
        var previous = Added(item, id, index);
        state.Output.Event(
            RealtimeEventType.ResponseFunctionCallArgumentsDelta,
            ("response_id", response.Id), ("item_id", id), ("output_index", index), ("call_id", call.CallId), ("delta", arguments));
        state.Output.Event(
            RealtimeEventType.ResponseFunctionCallArgumentsDone,
            ("response_id", response.Id), ("item_id", id), ("output_index", index), ("call_id", call.CallId), ("name", call.Name),
            ("arguments", arguments));
        item["status"] = "completed";
        item["arguments"] = arguments;
        Done(item, new OutputPlace(response.Id, id, index, previous));
    }

    /// <summary>Ends the message under way, if there is one.</summary>
    /// <param name="isComplete">Whether it was said to its end.</param>
    public void CloseMessage(bool isComplete)
    {
        if (Current?.Message is not { } message)
        {
            return;
        }

        Current.Message = null;
        if (isComplete && message.Transcoder is { } transcoder)
        {
            Delta(message, transcoder.Flush());
        }

        var words = message.Words.ToString();
        if (message.IsText)
        {
            Content(message, RealtimeEventType.ResponseOutputTextDone, "text", words);
        }
        else
        {
            Content(message, RealtimeEventType.ResponseOutputAudioDone);
            Content(message, RealtimeEventType.ResponseOutputAudioTranscriptDone, "transcript", words);
        }

        Content(message, RealtimeEventType.ResponseContentPartDone, "part", message.ToPart());
        state.Memory.Items.Spoke(message.Place.ItemId, state.Settings.OutputFormat.Duration(message.AudioBytes).TotalMilliseconds);
        var item = message.ToItem(isComplete ? "completed" : "incomplete");
        Done(item, message.Place);
    }

    /// <summary>Ends the response; its message is closed already.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="details">The status's details; null for none.</param>
    public void Finish(string status, JsonObject? details)
    {
        var done = ToJson(status, details, usage.Take());
        Current = null;
        state.Output.Event(RealtimeEventType.ResponseDone, ("response", done));
    }

    private OpenMessage Message(bool isText)
    {
        var response = Current!;
        if (response.Message is { } open && open.IsText == isText)
        {
            return open;
        }

        CloseMessage(isComplete: true);
        var place = new OutputPlace(response.Id, state.Output.NewId("item_"), response.Count++, state.Memory.Items.LastId);
        var message = new OpenMessage(place, isText);
        response.Message = message;
        Added(message.ToItem("in_progress"), place.ItemId, place.OutputIndex);
        Content(message, RealtimeEventType.ResponseContentPartAdded, "part", message.ToPart());
        return message;
    }

    private string? Added(JsonObject item, string id, int index)
    {
        var items = state.Memory.Items;
        var previous = items.LastId;
        items.Add(id, item);
        state.Output.Event(
            RealtimeEventType.ResponseOutputItemAdded, ("response_id", Current!.Id), ("output_index", index), ("item", item));
        state.Output.Event(RealtimeEventType.ConversationItemAdded, ("previous_item_id", previous), ("item", item));
        return previous;
    }

    private void Done(JsonObject item, in OutputPlace place)
    {
        Current!.Output.Add(item);
        if (state.Memory.Items.Find(place.ItemId) is { } kept && !ReferenceEquals(kept, item))
        {
            kept["status"] = item["status"]?.DeepClone();
            kept["content"] = item["content"]?.DeepClone();
        }

        state.Output.Event(RealtimeEventType.ConversationItemDone, ("previous_item_id", place.PreviousId), ("item", item));
        state.Output.Event(
            RealtimeEventType.ResponseOutputItemDone, ("response_id", place.ResponseId), ("output_index", place.OutputIndex), ("item", item));
    }

    private void Delta(OpenMessage message, ReadOnlySpan<byte> audio)
    {
        if (audio.IsEmpty)
        {
            return;
        }

        message.AudioBytes += audio.Length;
        _base64.ResetWrittenCount();
        Base64.EncodeToUtf8(audio, _base64.GetSpan(Base64.GetMaxEncodedToUtf8Length(audio.Length)), out _, out var written);
        _base64.Advance(written);
        state.Output.AudioDelta(message.Place, _base64.WrittenSpan);
    }

    private void Content(OpenMessage message, RealtimeEventType type, string? name = null, JsonNode? value = null)
    {
        var (responseId, itemId, index, _) = message.Place;
        if (name is null)
        {
            state.Output.Event(type, ("response_id", responseId), ("item_id", itemId), ("output_index", index), ("content_index", 0));
        }
        else
        {
            state.Output.Event(
                type, ("response_id", responseId), ("item_id", itemId), ("output_index", index), ("content_index", 0), (name, value));
        }
    }

    private JsonObject ToJson(string status, JsonObject? details, JsonObject? tokens)
    {
        var response = Current!;
        var settings = state.Settings.Session;
        var json = new JsonObject
        {
            ["object"] = "realtime.response",
            ["id"] = response.Id,
            ["status"] = status,
            ["status_details"] = details,
            ["output"] = new JsonArray([.. response.Output.Select(item => item.DeepClone())]),
            ["conversation_id"] = state.ConversationId,
            ["output_modalities"] = new JsonArray(response.WritesText ? "text" : "audio"),
            ["max_output_tokens"] = settings["max_output_tokens"]?.DeepClone() ?? "inf",
            ["usage"] = tokens,
            ["metadata"] = response.Metadata?.DeepClone(),
        };
        if (!response.WritesText)
        {
            var output = settings["audio"]?["output"];
            json["audio"] = new JsonObject
            {
                ["output"] = new JsonObject { ["format"] = output?["format"]?.DeepClone(), ["voice"] = state.Settings.Voice },
            };
        }

        return json;
    }
}

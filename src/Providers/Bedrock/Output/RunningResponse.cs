using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Protocol.Events;
using Realtime.Providers.Bedrock.Client;
using Realtime.Providers.Bedrock.Items;
using Realtime.Providers.Bedrock.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Output;

/// <summary>A response from its <c>response.created</c> to its <c>response.done</c>, in the order of OpenAI's events.</summary>
internal sealed class RunningResponse
{
    private readonly NovaOutput _output;
    private readonly ItemStore _items;
    private readonly SpeechOut _speech;
    private readonly JsonObject _body;
    private readonly JsonArray _done = [];
    private readonly bool _isText;
    private readonly AudioFormat _audio;
    private OpenMessage? _open;
    private int _next;

    /// <summary>Initializes a new instance of the <see cref="RunningResponse"/> class.</summary>
    /// <param name="output">Takes the events.</param>
    /// <param name="items">The conversation's items.</param>
    /// <param name="speech">Takes the audio.</param>
    /// <param name="session">The session.</param>
    /// <param name="conversationId">The conversation's id.</param>
    /// <param name="request">What the client asked for; null when it asked for nothing.</param>
    /// <param name="rate">The rate of the service's audio.</param>
    public RunningResponse(
        NovaOutput output, ItemStore items, SpeechOut speech, NovaSession session, string conversationId, RequestedResponse? request, int rate)
    {
        (_output, _items, _speech) = (output, items, speech);
        _isText = request?.IsTextOnly ?? session.IsTextOnly;
        _audio = new AudioFormat(AudioEncoding.Pcm16, rate);
        speech.Use(_audio, session.OutputFormat);
        Id = output.NewId("resp");
        var voice = session.Body.Child("audio")?.Child("output");
        _body = new JsonObject
        {
            ["object"] = "realtime.response",
            ["id"] = Id,
            ["status"] = "in_progress",
            ["status_details"] = null,
            ["output"] = new JsonArray(),
            ["conversation_id"] = conversationId,
            ["output_modalities"] = new JsonArray(_isText ? "text" : "audio"),
            ["max_output_tokens"] = session.Body["max_output_tokens"]?.DeepClone(),
            ["audio"] = new JsonObject
            {
                ["output"] = new JsonObject { ["format"] = voice?["format"]?.DeepClone(), ["voice"] = voice?["voice"]?.DeepClone() },
            },
            ["usage"] = null,
            ["metadata"] = request?.Metadata?.DeepClone(),
        };
    }

    /// <summary>Gets its id.</summary>
    public string Id { get; }

    /// <summary>Gets a value indicating whether a message of it is under way.</summary>
    public bool IsSpeaking => _open is not null;

    /// <summary>Gets the message that is under way or was the last, whose words the service corrects afterwards; null for none.</summary>
    public NovaItem? LastMessage { get; private set; }

    /// <summary>Gets a value indicating whether the message under way has no words yet.</summary>
    public bool IsWordless => _open is { IsWordless: true };

    /// <summary>Tells the client that it begins.</summary>
    public void Begin() => _output.ToClient(RealtimeEventType.ResponseCreated, new JsonObject { ["response"] = _body.DeepClone() });

    /// <summary>Begins a message, unless one is under way.</summary>
    public void Open()
    {
        if (_open is null)
        {
            _open = new OpenMessage(_output, _items, Id, _next++, _isText);
            LastMessage = _open.Item;
        }
    }

    /// <summary>Adds a sentence.</summary>
    /// <param name="text">The sentence.</param>
    public void Say(string text)
    {
        Open();
        _open!.Say(text);
    }

    /// <summary>Adds speech.</summary>
    /// <param name="base64">The speech as the service sent it.</param>
    public void Play(ReadOnlySpan<byte> base64)
    {
        Open();
        if (!_isText)
        {
            _open!.Item.AudioMs += _audio.Duration(base64.Length / 4L * 3).TotalMilliseconds;
            _speech.Send(base64, Id, _open.Item.Id, _next - 1);
        }
    }

    /// <summary>Ends the message under way.</summary>
    /// <param name="isComplete">Whether all of it was said.</param>
    public void CloseMessage(bool isComplete)
    {
        if (_open is { } open)
        {
            _open = null;
            _done.Add(open.Close(isComplete));
        }
    }

    /// <summary>Adds a function call.</summary>
    /// <param name="callId">Its id.</param>
    /// <param name="name">The function.</param>
    /// <param name="arguments">The arguments, JSON text.</param>
    public void Call(string callId, string name, string arguments)
    {
        CloseMessage(isComplete: true);
        _done.Add(CallEvents.Send(_output, _items, Id, _next++, (callId, name, arguments)));
    }

    /// <summary>Ends it.</summary>
    /// <param name="status">How.</param>
    /// <param name="details">More of that, or null.</param>
    /// <param name="usage">What it used.</param>
    public void End(string status, JsonObject? details, JsonObject usage)
    {
        CloseMessage(status == "completed");
        _body["status"] = status;
        _body["status_details"] = details;
        _body["output"] = _done;
        _body["usage"] = usage;
        _output.ToClient(RealtimeEventType.ResponseDone, new JsonObject { ["response"] = _body });
    }
}

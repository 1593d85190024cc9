using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Responses;

/// <summary>A message of the model while it is written or spoken.</summary>
internal sealed class MessageStream : IOutputStream
{
    private readonly RunningResponse _response;
    private readonly PlannedOutput.Message _plan;
    private readonly int _outputIndex;
    private readonly SimulatorOptions _options;
    private readonly bool _isSpoken;
    private readonly ConversationItem _item = new(IdSource.Make("item"), "message") { Role = "assistant", Status = "in_progress" };
    private readonly ContentPart _part;

    public MessageStream(RunningResponse response, PlannedOutput.Message plan, int outputIndex, SimulatorOptions options)
    {
        (_response, _plan, _outputIndex, _options) = (response, plan, outputIndex, options);
        _isSpoken = response.Settings.SpeaksAudio;
        _part = new(_isSpoken ? ContentKind.OutputAudio : ContentKind.OutputText) { Words = "" };
    }

    public IEnumerable<TimeSpan> Run()
    {
        _response.OpenItem(_item, _outputIndex);
        _item.Content.Add(_part);
        SendPart("response.content_part.added");
        return _isSpoken ? Speak() : Write();
    }

    public void Close(bool isComplete)
    {
        if (_isSpoken)
        {
            _response.Send(Event("response.output_audio.done"));
            _response.Send(Event("response.output_audio_transcript.done", "transcript", _part.Words!));
        }
        else
        {
            _response.Send(Event("response.output_text.done", "text", _part.Words!));
        }

        SendPart("response.content_part.done");
        _response.CloseItem(_item, _outputIndex, isComplete);
    }

    private IEnumerable<TimeSpan> Write()
    {
        foreach (var word in SpokenScore.Words(_plan.Text))
        {
            yield return _options.WordDelay;
            _part.Append(word);
            _response.Spend(text: TokenCount.OfText(word));
            _response.Send(Event("response.output_text.delta", "delta", word));
        }
    }

    private IEnumerable<TimeSpan> Speak()
    {
        var format = _response.Settings.OutputFormat;
        var chunkMs = _options.AudioChunk.TotalMilliseconds;
        var spokenMs = 0.0;
        foreach (var (words, clip) in SpokenScore.Pieces(_plan, format.Rate, chunkMs))
        {
            yield return TimeSpan.FromMilliseconds(clip.DurationMs / _options.AudioPace);
            foreach (var word in words)
            {
                _part.Append(word);
                _response.Spend(text: TokenCount.OfText(word));
                _response.Send(Event("response.output_audio_transcript.delta", "delta", word));
            }

            if (clip.Samples.IsEmpty)
            {
                continue;
            }

            spokenMs += clip.DurationMs;
            _part.Append(clip);
            _response.Speak(clip, spokenMs, Event("response.output_audio.delta"), clip.Encode(format));
        }
    }

    private void SendPart(string type)
    {
        var part = new JsonObject { ["type"] = _isSpoken ? "audio" : "text" };
        part[_isSpoken ? "transcript" : "text"] = _part.Words;
        var message = Event(type);
        message["part"] = part;
        _response.Send(message);
    }

    private JsonObject Event(string type, string name, string value)
    {
        var message = Event(type);
        message[name] = value;
        return message;
    }

    private JsonObject Event(string type) => new()
    {
        ["type"] = type,
        ["response_id"] = _response.Id,
        ["item_id"] = _item.Id,
        ["output_index"] = _outputIndex,
        ["content_index"] = 0,
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Providers.Bedrock.Items;
using Realtime.Providers.Bedrock.Settings;
using Realtime.Providers.Bedrock.Upstream;
using Realtime.Providers.Bedrock.Turns;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>Takes in the user's audio and the ends of turns that the client tells itself.</summary>
internal sealed class AudioCommands(NovaContext context, NovaStream stream, SpeechWatch watch)
{
    private const double LeastCommitMs = 100;
    private const int WideRate = 16_000;

    // Since the last commit or turn, for a client that commits though the service finds the turns.
    private double _uncommittedMs;

    /// <summary>Takes in audio.</summary>
    /// <param name="base64">The audio.</param>
    /// <returns>Whether it was base64.</returns>
    public bool Append(ReadOnlySpan<byte> base64)
    {
        if (context.Carry.Repeated.Comes(base64))
        {
            return true;
        }

        stream.Begin();
        var format = context.Session.InputFormat;
        if (stream.Feed.Rate == 0)
        {
            // A stream that is held back has no rate yet; what is said meanwhile is said on it as soon as it begins.
            stream.Feed.Use(NovaSettings.StreamRate(format, WideRate));
        }

        if (!stream.Feed.TryConvert(base64, format, out var pcm))
        {
            return false;
        }

        var rate = stream.Feed.Rate;
        var duration = pcm.Length * 1000.0 / (rate * sizeof(short));
        if (context.Session.IsManual)
        {
            context.Carry.Manual.Add(pcm, rate);
        }
        else
        {
            Speak(pcm, rate);
            _uncommittedMs += duration;
        }

        context.Carry.AudioMs += duration;
        return true;
    }

    /// <summary>Takes in a commit.</summary>
    /// <param name="body">The client's event.</param>
    public void Commit(JsonObject body)
    {
        var isManual = context.Session.IsManual;
        var length = isManual ? context.Carry.Manual.OpenMs : _uncommittedMs;
        if (length < LeastCommitMs)
        {
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has {length:0.00}ms of audio.");
            context.Output.Refuse(new("input_audio_buffer_commit_empty", message, null), body.Text("event_id"));
            return;
        }

        _uncommittedMs = 0;
        var carry = context.Carry;
        var item = NovaItem.OfSpeech(carry.SpeakingItem ?? context.Output.NewId("item"), "");
        carry.SpeakingItem = null;
        carry.SpeakingSinceMs = carry.AudioMs - length;
        carry.Untranscribed.Enqueue(item.Id);
        if (isManual)
        {
            // It goes up when the client asks for the answer, which the service gives to any speech at once.
            item.IsSent = false;
            carry.Manual.Commit(item.Id);
        }

        SpokenItem.Announce(context, item);
    }

    /// <summary>Takes in a clear.</summary>
    public void Clear()
    {
        context.Carry.Manual.Clear();
        context.Carry.Repeated.Forget();
        stream.Feed.Clear();
        _uncommittedMs = 0;
        context.Output.ToClient(RealtimeEventType.InputAudioBufferCleared);
    }

    private void Speak(ReadOnlySpan<byte> pcm, int rate)
    {
        var recent = context.Carry.Recent;
        var wasQuiet = !recent.HasSpeech;
        if (stream.IsHeldBack)
        {
            recent.Add(pcm, rate);
        }
        else
        {
            stream.StartAudio();
            stream.Feed.Speak(pcm);
        }

        if (wasQuiet && recent.HasSpeech)
        {
            context.Carry.OnsetMs = context.Carry.AudioMs;
        }

        watch.Hear(pcm, rate);
    }
}

using System.Text.Json;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>
/// The user's audio that a fresh upstream would need: the turn under way, and past turns whose words nobody has told. Bounded; it costs one
/// copy a frame, in pooled memory. Calls must not overlap.
/// </summary>
/// <param name="conversation">Is told that audio was sent.</param>
/// <param name="options">The bounds.</param>
internal sealed class KeptInputAudio(Conversation conversation, ReplacementOptions options) : IDisposable
{
    private readonly List<AudioChunk> _chunks = [];
    private readonly Queue<long> _commits = [];
    private readonly List<(string ItemId, List<byte[]> Audio, int Bytes)> _past = [];
    private AudioChunk? _spare;
    private long _next;
    private int _bytes;
    private int _pastBytes;
    private bool _isSpeaking;
    private bool _isManual;

    /// <summary>Gets the number of the next message.</summary>
    public long Position => _next;

    /// <summary>Gets the bytes of the turn under way.</summary>
    public int Bytes => _bytes;

    private int Limit => _isSpeaking || _isManual ? options.MaxTurnAudioBytes : options.MaxSilenceBytes;

    /// <summary>Keeps an <c>input_audio_buffer.append</c> that goes up.</summary>
    /// <param name="append">The event, copied.</param>
    public void Add(ReadOnlySpan<byte> append)
    {
        conversation.NoteInputAudio();
        if (_chunks.Count == 0 || !_chunks[^1].TryAdd(append))
        {
            // A stream of silence goes round in the same memory.
            var chunk = _spare?.TryReuse(_next, append.Length) == true ? _spare : new AudioChunk(_next, append.Length);
            _spare = chunk == _spare ? null : _spare;
            chunk.TryAdd(append);
            _chunks.Add(chunk);
        }

        _next++;
        _bytes += append.Length + sizeof(int);
        while (_bytes > Limit && _chunks.Count > 1)
        {
            var spare = RemoveFirst();
            _spare?.Return();
            _spare = spare;
        }
    }

    /// <summary>Notes the settings that say who ends turns.</summary>
    /// <param name="isManual">Whether the client does.</param>
    public void UseTurns(bool isManual) => _isManual = isManual;

    /// <summary>Notes that the provider hears the user.</summary>
    public void SpeechStarted() => _isSpeaking = true;

    /// <summary>Notes the client's commit of what it has sent so far.</summary>
    public void CommitAsked() => _commits.Enqueue(_next);

    /// <summary>Takes a turn that the provider has committed out; its audio stays until the words are known.</summary>
    /// <param name="itemId">The turn's item.</param>
    public void Committed(string? itemId)
    {
        _isSpeaking = false;
        var until = _commits.TryDequeue(out var asked) ? asked : _next;
        if (itemId is not null)
        {
            Remember(itemId, until);
        }

        DropBefore(until);
    }

    /// <summary>Forgets the turn under way.</summary>
    public void Clear()
    {
        _isSpeaking = false;
        _commits.Clear();
        DropBefore(_next);
    }

    /// <summary>Forgets the audio of a past turn, since its words are known or it is deleted.</summary>
    /// <param name="itemId">The turn's item.</param>
    public void Forget(string itemId)
    {
        var index = _past.FindIndex(turn => turn.ItemId == itemId);
        if (index >= 0)
        {
            _pastBytes -= _past[index].Bytes;
            _past.RemoveAt(index);
        }
    }

    /// <summary>Gets the audio of a past turn.</summary>
    /// <param name="itemId">The turn's item.</param>
    /// <returns>It in base64; null when it is not kept.</returns>
    public string? OfItem(string itemId) => _past.Find(turn => turn.ItemId == itemId) is { Audio: { } audio } ? Join(audio) : null;

    /// <summary>
    /// Sends the turn under way once more, with the client's unanswered requests in their places: a commit goes behind the audio that it commits.
    /// </summary>
    /// <param name="requests">The requests, oldest first.</param>
    /// <param name="until">The number after the last message that was sent before.</param>
    /// <param name="send">Sends an event up.</param>
    public void Replay(IReadOnlyList<PendingRequest> requests, long until, MessageAction send)
    {
        long sent = 0;
        var commits = new Queue<long>(_commits);
        foreach (var request in requests.Where(request => request.Payload.Length > 0))
        {
            if (request.Type == RealtimeEventType.InputAudioBufferCommit && commits.TryDequeue(out var commit))
            {
                SendAudio(sent, Math.Min(commit, until), send);
                sent = commit;
            }

            send(new EventMessage(request.Type, request.Payload));
        }

        SendAudio(sent, until, send);
    }

    /// <inheritdoc/>
    public void Dispose() => DropBefore(_next);

    private static string? Join(List<byte[]> appends)
    {
        var audio = new MemoryStream();
        foreach (var append in appends)
        {
            audio.Write(AudioOf(append));
        }

        return audio.Length == 0 ? null : Convert.ToBase64String(audio.GetBuffer().AsSpan(0, (int)audio.Length));
    }

    private static byte[] AudioOf(byte[] append)
    {
        try
        {
            var reader = new Utf8JsonReader(append);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("audio"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var audio) ? audio : [];
                }
            }
        }
        catch (JsonException)
        {
            // The provider has refused it by now, so it is no part of the turn.
            return [];
        }

        return [];
    }

    private void SendAudio(long from, long until, MessageAction send)
    {
        foreach (var append in _chunks.SelectMany(chunk => chunk.Read(from, until)))
        {
            send(new EventMessage(RealtimeEventType.InputAudioBufferAppend, append));
        }
    }

    private void Remember(string itemId, long until)
    {
        var audio = _chunks.SelectMany(chunk => chunk.Read(0, until)).Select(append => append.ToArray()).ToList();
        var bytes = audio.Sum(append => append.Length);
        if (bytes == 0 || bytes > options.MaxPastAudioBytes)
        {
            return;
        }

        _past.Add((itemId, audio, bytes));
        _pastBytes += bytes;
        while (_pastBytes > options.MaxPastAudioBytes)
        {
            Forget(_past[0].ItemId);
        }
    }

    private void DropBefore(long number)
    {
        while (_chunks.Count > 0 && _chunks[0].Next <= number)
        {
            RemoveFirst().Return();
        }

        _spare?.Return();
        _spare = null;

        if (_chunks.Count > 0)
        {
            _bytes -= _chunks[0].Bytes;
            _chunks[0].DropBefore(number);
            _bytes += _chunks[0].Bytes;
        }
    }

    private AudioChunk RemoveFirst()
    {
        var first = _chunks[0];
        _bytes -= first.Bytes;
        _chunks.RemoveAt(0);
        return first;
    }
}

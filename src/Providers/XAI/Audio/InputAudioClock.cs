using System.Text.Json.Nodes;

namespace Realtime.Providers.XAI.Audio;

/// <summary>
/// Tells the time of the input audio by counting what the client sent: xAI leaves out the times and the durations that the protocol demands.
/// </summary>
internal sealed class InputAudioClock
{
    private const int MostCommits = 32;

    private readonly Queue<TimeSpan> _commits = [];
    private AudioFormat _format = AudioFormat.Default;
    private TimeSpan _total;
    private TimeSpan _committed;

    /// <summary>Gets how much audio was sent, in milliseconds since the session began.</summary>
    public int NowMs => (int)_total.TotalMilliseconds;

    /// <summary>Gets where the audio that is not committed begins, in milliseconds since the session began.</summary>
    public int CommittedMs => (int)_committed.TotalMilliseconds;

    /// <summary>Gets how long the audio that is not committed is.</summary>
    public TimeSpan Uncommitted => _total - _committed;

    /// <summary>Takes the format of what is sent from now on.</summary>
    /// <param name="format">The session's <c>audio.input.format</c>, if it has one.</param>
    public void SetFormat(JsonObject? format)
    {
        if (format is not null)
        {
            _format = AudioFormat.Read(format);
        }
    }

    /// <summary>Counts audio.</summary>
    /// <param name="utf8">An <c>input_audio_buffer.append</c>.</param>
    public void Append(ReadOnlySpan<byte> utf8) => _total += _format.Measure(AppendScan.AudioBytes(utf8));

    /// <summary>Notes that the client dropped what is not committed.</summary>
    public void Clear() => _committed = _total;

    /// <summary>Notes that the client commits: what it sends before xAI confirms that belongs to the next commit.</summary>
    public void Commit()
    {
        if (_commits.Count == MostCommits)
        {
            _commits.Dequeue();
        }

        _commits.Enqueue(_total);
    }

    /// <summary>Notes that xAI confirmed a commit, the client's or its own.</summary>
    /// <returns>How long the committed audio is.</returns>
    public TimeSpan Committed()
    {
        var end = _commits.TryDequeue(out var commit) ? commit : _total;
        var length = end - _committed;
        if (length <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        _committed = end;
        return length;
    }
}

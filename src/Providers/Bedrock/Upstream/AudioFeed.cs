using Realtime.Protocol.Audio;
using Realtime.Protocol.Translation;

namespace Realtime.Providers.Bedrock.Upstream;

/// <summary>
/// The audio that goes up: without gaps, in short pieces, in real time. Where the client has none, silence goes in its place, or the service
/// would give the stream up.
/// </summary>
internal sealed class AudioFeed(NovaWriter writer, NovaOutput output, IUpstreamHost host, RecentAudio recent)
{
    private const int LeastPieceMs = 32;
    private const int MostPieceMs = 96;
    private const int TickMs = 100;

    // A client's network may be late by so much; silence in its place would cut words in two.
    private static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(400);

    // After a pause of the whole process the service is not flooded with what it has missed.
    private const int MostCatchUp = 20;

    private readonly List<byte> _waiting = [];
    private AudioTranscoder? _transcoder;
    private byte[] _silence = [];
    private long _startedAt;
    private long _spokenAt;
    private double _sentMs;

    /// <summary>Gets the rate of the stream's audio; 0 before it has begun.</summary>
    public int Rate { get; private set; }

    /// <summary>Gets a value indicating whether audio has been announced on the stream.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Sets the rate.</summary>
    /// <param name="rate">Samples a second.</param>
    public void Use(int rate)
    {
        Rate = rate;
        _silence = new byte[Bytes(TickMs)];
    }

    /// <summary>Begins the audio and keeps it alive from now on.</summary>
    public void Start()
    {
        if (IsStarted)
        {
            return;
        }

        IsStarted = true;
        writer.StartAudio(Rate);
        _startedAt = host.Time.GetTimestamp();
        Send(_silence);
        ScheduleTick();
    }

    /// <summary>Turns audio of the client into the stream's.</summary>
    /// <param name="base64">The client's audio.</param>
    /// <param name="format">Its format.</param>
    /// <param name="pcm">The audio; valid until the next call.</param>
    /// <returns>Whether it was base64.</returns>
    public bool TryConvert(ReadOnlySpan<byte> base64, AudioFormat format, out ReadOnlySpan<byte> pcm)
    {
        var target = new AudioFormat(AudioEncoding.Pcm16, Rate);
        if (_transcoder is null || _transcoder.Source != format || _transcoder.Target != target)
        {
            _transcoder = new AudioTranscoder(format, target);
        }

        return _transcoder.TryTranscodeBase64(base64, out pcm);
    }

    /// <summary>Brings audio of a former stream to the rate of this one.</summary>
    /// <param name="pcm">PCM16.</param>
    /// <param name="rate">Its rate.</param>
    /// <returns>PCM16 at the stream's rate.</returns>
    public byte[] AtRate(byte[] pcm, int rate) => rate == Rate
        ? pcm
        : new AudioTranscoder(new(AudioEncoding.Pcm16, rate), new(AudioEncoding.Pcm16, Rate)).Transcode(pcm).ToArray();

    /// <summary>Sends audio that the user speaks now.</summary>
    /// <param name="pcm">PCM16 at the stream's rate.</param>
    public void Speak(ReadOnlySpan<byte> pcm)
    {
        Start();
        _spokenAt = host.Time.GetTimestamp();
        recent.Add(pcm, Rate);
        _waiting.AddRange(pcm);
        if (_waiting.Count >= Bytes(LeastPieceMs))
        {
            SendWaiting();
        }
    }

    /// <summary>Sends a turn that the client ended itself, and the silence by which the service notices that it is over.</summary>
    /// <param name="pcm">PCM16 at the stream's rate.</param>
    /// <param name="pauseMs">How much silence.</param>
    public void SpeakWhole(ReadOnlySpan<byte> pcm, int pauseMs)
    {
        Speak(pcm);
        SendWaiting();
        for (var sent = 0; sent < pauseMs; sent += TickMs)
        {
            Send(_silence);
        }
    }

    /// <summary>Forgets audio that has not gone up yet.</summary>
    public void Clear() => _waiting.Clear();

    private int Bytes(int milliseconds) => Rate * milliseconds / 1000 * sizeof(short);

    private void SendWaiting()
    {
        var audio = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_waiting);
        var most = Bytes(MostPieceMs);
        for (var at = 0; at < audio.Length; at += most)
        {
            Send(audio[at..Math.Min(at + most, audio.Length)]);
        }

        _waiting.Clear();
    }

    private void Send(ReadOnlySpan<byte> pcm)
    {
        writer.Audio(pcm);
        _sentMs += pcm.Length * 1000.0 / (Rate * sizeof(short));
    }

    private void ScheduleTick() => host.Schedule(TimeSpan.FromMilliseconds(TickMs), sink => output.With(sink, forwardsToClient: true, Tick));

    private void Tick()
    {
        if (_waiting.Count > 0)
        {
            SendWaiting();
        }

        if (_spokenAt != 0 && host.Time.GetElapsedTime(_spokenAt) < Lateness)
        {
            ScheduleTick();
            return;
        }

        var elapsed = host.Time.GetElapsedTime(_startedAt).TotalMilliseconds;
        for (var count = 0; _sentMs + TickMs <= elapsed; count++)
        {
            if (count == MostCatchUp)
            {
                _sentMs = elapsed;
                break;
            }

            Send(_silence);
        }

        ScheduleTick();
    }
}

using System.Text;
using Realtime.Simulator.Audio;

namespace Realtime.Simulator.Conversation;

/// <summary>One part of a message.</summary>
internal sealed class ContentPart(ContentKind kind)
{
    private readonly StringBuilder _words = new();
    private readonly List<short> _growing = [];
    private AudioClip _audio = AudioClip.Empty;

    public ContentKind Kind { get; } = kind;

    /// <summary>The text of a text part; the transcript with which an audio part came, or of the model's speech.</summary>
    public string? Words
    {
        get => HasWords ? _words.ToString() : null;
        set
        {
            _words.Clear().Append(value);
            HasWords = value is not null;
        }
    }

    /// <summary>The sound of an audio part.</summary>
    public AudioClip Audio
    {
        get
        {
            if (_growing.Count != _audio.Samples.Length && _growing.Count > 0)
            {
                _audio = new([.. _growing], _audio.Rate);
            }

            return _audio;
        }

        set
        {
            _growing.Clear();
            _audio = value;
        }
    }

    /// <summary>
    /// What the client was told that an audio part says, null while it was not. The model hears and does not read it, so that its answer is the
    /// same whether the transcript is there in time or not.
    /// </summary>
    public string? Transcript { get; set; }

    /// <summary>Data URI of a picture.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>How closely a picture is looked at.</summary>
    public string? Detail { get; init; }

    public bool IsAudio => Kind is ContentKind.InputAudio or ContentKind.OutputAudio;

    private bool HasWords { get; set; }

    public void Append(string words)
    {
        _words.Append(words);
        HasWords = true;
    }

    /// <summary>Adds sound to a part that grows; all pieces have one rate.</summary>
    public void Append(AudioClip sound)
    {
        if (_growing.Count == 0)
        {
            _audio = new([], sound.Rate);
        }

        _growing.AddRange(sound.Samples);
    }
}

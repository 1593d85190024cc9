using System.Text;

namespace Realtime.Protocol.Conversations;

/// <summary>Follows one content part of a running response.</summary>
internal sealed class PartTracker(int contentIndex)
{
    private readonly StringBuilder _text = new();

    public int ContentIndex => contentIndex;

    public bool IsAudio { get; set; }

    public bool IsTextDone { get; set; }

    public bool IsAudioDone { get; set; }

    public bool IsDone { get; set; }

    public string Text => _text.ToString();

    public static PartTracker From(ResponsePart part)
    {
        var tracker = new PartTracker(part.ContentIndex)
        {
            IsAudio = part.IsAudio,
            IsTextDone = part.IsTextDone,
            IsAudioDone = part.IsAudioDone,
            IsDone = part.IsDone,
        };
        tracker._text.Append(part.Text);
        return tracker;
    }

    public ResponsePart ToPart() => new()
    {
        ContentIndex = ContentIndex,
        IsAudio = IsAudio,
        Text = Text,
        IsTextDone = IsTextDone,
        IsAudioDone = IsAudioDone,
        IsDone = IsDone,
    };

    public void Append(string? delta, int maxLength)
    {
        if (delta is not null && !IsTextDone)
        {
            _text.Append(delta.Limit(maxLength - _text.Length));
        }
    }

    public void Finish(string? whole, int maxLength)
    {
        IsTextDone = true;
        if (!string.IsNullOrEmpty(whole))
        {
            _text.Clear().Append(whole.Limit(maxLength));
        }
    }

    public ContentPart ToContent() => IsAudio
        ? new ContentPart { Type = ItemTypes.OutputAudio, Transcript = Text }
        : new ContentPart { Type = ItemTypes.OutputText, Text = Text };
}

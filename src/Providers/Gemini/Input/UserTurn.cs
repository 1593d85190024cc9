using System.Text;

namespace Realtime.Providers.Gemini.Input;

/// <summary>One thing that the user says.</summary>
/// <param name="id">The id of the item that it becomes.</param>
internal sealed class UserTurn(string id)
{
    /// <summary>Gets the id of the item that it becomes.</summary>
    public string Id => id;

    /// <summary>Gets the words heard so far.</summary>
    public StringBuilder Words { get; } = new();

    /// <summary>Gets the words that came before the item was there.</summary>
    public List<string> Held { get; } = [];

    /// <summary>Gets or sets a value indicating whether the item is there.</summary>
    public bool IsCommitted { get; set; }

    /// <summary>Gets or sets a value indicating whether the service said that no more words come.</summary>
    public bool IsFinished { get; set; }

    /// <summary>Gets or sets a value indicating whether the client was told all words.</summary>
    public bool IsCompleted { get; set; }

    /// <summary>Gets or sets a value indicating whether the model has begun to answer.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Gets a value indicating whether the words sound like a whole sentence.</summary>
    public bool SoundsWhole
    {
        get
        {
            var end = Words.Length - 1;
            while (end >= 0 && char.IsWhiteSpace(Words[end]))
            {
                end--;
            }

            return end >= 0 && Words[end] is '.' or '?' or '!' or '…' or '。' or '？' or '！' or '؟' or '।';
        }
    }
}

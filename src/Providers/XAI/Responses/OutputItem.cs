using System.Text;

namespace Realtime.Providers.XAI.Responses;

/// <summary>An item that the running response makes.</summary>
/// <param name="id">Its id.</param>
/// <param name="index">Its place in the response's output.</param>
internal sealed class OutputItem(string id, int index)
{
    /// <summary>How much of a streamed text is kept, in characters.</summary>
    public const int LongestText = 64 * 1024;

    private readonly StringBuilder _text = new();

    /// <summary>Gets the item's id.</summary>
    public string Id => id;

    /// <summary>Gets or sets its place in the response's output.</summary>
    public int Index { get; set; } = index;

    /// <summary>Gets or sets the id of the call, if it is one.</summary>
    public string? CallId { get; set; }

    /// <summary>Gets or sets the name of the function, if it is a call.</summary>
    public string? Name { get; set; }

    /// <summary>Gets the index of the content part under way.</summary>
    public int ContentIndex { get; private set; }

    /// <summary>Gets the type of the content part under way, <c>audio</c> or <c>text</c>.</summary>
    public string PartType { get; private set; } = "audio";

    /// <summary>Gets or sets a value indicating whether xAI said that the item is complete.</summary>
    public bool IsDone { get; set; }

    /// <summary>Gets how many content parts there were.</summary>
    public int Parts { get; private set; }

    /// <summary>Gets what was streamed of the content part, or of the call's arguments.</summary>
    public string Streamed => _text.ToString();

    /// <summary>Begins a content part.</summary>
    /// <param name="index">Its index, or <see langword="null"/> if xAI told none.</param>
    /// <param name="type"><c>audio</c> or <c>text</c>.</param>
    public void BeginPart(int? index, string type)
    {
        ContentIndex = index ?? Parts;
        Parts = Math.Max(Parts, ContentIndex) + 1;
        PartType = type;
        _text.Clear();
    }

    /// <summary>Adds a piece of text.</summary>
    /// <param name="delta">The piece.</param>
    public void Append(string? delta)
    {
        if (delta is not null && _text.Length + delta.Length <= LongestText)
        {
            _text.Append(delta);
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Responses;

/// <summary>An item that the running response makes.</summary>
/// <param name="id">Its id.</param>
/// <param name="index">Its place in the response's output.</param>
internal sealed class OutputItem(string id, int index)
{
    /// <summary>How much of a streamed text is kept, in characters.</summary>
    public const int LongestText = 64 * 1024;

    private readonly StringBuilder _text = new();
    private bool _isCut;

    /// <summary>Gets the item's id.</summary>
    public string Id => id;

    /// <summary>Gets or sets its place in the response's output.</summary>
    public int Index { get; set; } = index;

    /// <summary>Gets or sets the id of the call, if it is one.</summary>
    public string? CallId { get; set; }

    /// <summary>Gets the name of the function, if it is a call.</summary>
    public string? Name { get; private set; }

    /// <summary>Gets a value indicating whether it is a call.</summary>
    public bool IsCall { get; private set; }

    /// <summary>Gets the index of the content part under way.</summary>
    public int ContentIndex { get; private set; }

    /// <summary>Gets the type of the content part under way, <c>audio</c> or <c>text</c>.</summary>
    public string PartType { get; private set; } = "audio";

    /// <summary>Gets or sets a value indicating whether the client was told that the response makes it.</summary>
    public bool IsAdded { get; set; }

    /// <summary>Gets or sets a value indicating whether xAI said that the item is complete.</summary>
    public bool IsDone { get; set; }

    /// <summary>Gets how many content parts there were.</summary>
    public int Parts { get; private set; }

    /// <summary>Gets what was streamed of the content part, or of the call's arguments; empty if that is too long to be kept.</summary>
    public string Streamed => _isCut ? "" : _text.ToString();

    /// <summary>Takes what an item object tells of it.</summary>
    /// <param name="item">The item.</param>
    public void Describe(JsonObject item)
    {
        CallId = item.Id("call_id") ?? CallId;
        Name = item.Id("name") ?? Name;
        IsCall |= item.Text("type") == "function_call";
    }

    /// <summary>Begins a content part.</summary>
    /// <param name="index">Its index, or <see langword="null"/> if xAI told none.</param>
    /// <param name="type"><c>audio</c> or <c>text</c>.</param>
    public void BeginPart(int? index, string type)
    {
        ContentIndex = index ?? Parts;
        Parts = Math.Max(Parts, ContentIndex) + 1;
        PartType = type;
        _text.Clear();
        _isCut = false;
    }

    /// <summary>Adds a piece of what streams. Text beside a part that is spoken is not of that part.</summary>
    /// <param name="type">What streams, <c>audio</c> or <c>text</c>.</param>
    /// <param name="delta">The piece.</param>
    public void Append(string type, string? delta)
    {
        if (Parts == 0 && _text.Length == 0)
        {
            PartType = type;
        }

        if (type == PartType)
        {
            Append(delta);
        }
    }

    /// <summary>Adds a piece of a call's arguments.</summary>
    /// <param name="delta">The piece.</param>
    public void AppendArguments(string? delta) => Append(delta);

    /// <summary>Takes the whole text instead of its pieces.</summary>
    /// <param name="type">What streamed, <c>audio</c> or <c>text</c>.</param>
    /// <param name="text">The text.</param>
    public void Replace(string type, string text)
    {
        if (type == PartType || (Parts == 0 && _text.Length == 0))
        {
            _text.Clear();
            _isCut = false;
            Append(type, text);
        }
    }

    /// <summary>Reads what streamed.</summary>
    /// <param name="type">What streamed, <c>audio</c> or <c>text</c>.</param>
    /// <returns>The text; empty if the part is of the other type.</returns>
    public string StreamedOf(string type) => type == PartType ? Streamed : "";

    private void Append(string? delta)
    {
        _isCut |= _text.Length + (delta?.Length ?? 0) > LongestText;
        if (!_isCut)
        {
            _text.Append(delta);
        }
    }
}

using System.Text.Json.Nodes;
using Realtime.Guardrails.Running;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>A response on its way to the client: what of it waits, and what the client has seen.</summary>
internal sealed class HeldResponse(string id)
{
    /// <summary>Gets its id.</summary>
    public string Id { get; } = id;

    /// <summary>Gets what waits, in order.</summary>
    public LinkedList<HeldServerEvent> Queue { get; } = new();

    /// <summary>Gets its content parts.</summary>
    public Dictionary<(string Item, int Index), OutputPart> Parts { get; } = [];

    /// <summary>Gets the items that the client has seen begin, with their places, and that have not ended for it.</summary>
    public Dictionary<string, (int OutputIndex, JsonObject Item)> OpenItems { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the items that have ended for the client, as it saw them.</summary>
    public List<JsonObject> ShownItems { get; } = [];

    /// <summary>Gets the items of the provider.</summary>
    public HashSet<string> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets a value indicating whether all of it waits for a verdict about what it answers.</summary>
    public bool IsGated { get; set; }

    /// <summary>Gets or sets a value indicating whether the client has seen it begin.</summary>
    public bool IsSeen { get; set; }

    /// <summary>Gets or sets the decision that cut it; null: it runs.</summary>
    public GuardrailDecision? Cut { get; set; }

    /// <summary>Gets or sets a value indicating whether it was dropped because of what it answers.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Gets or sets a value indicating whether the client's next request waits for its end, since it was dropped.</summary>
    public bool IsInTheWay { get; set; }

    /// <summary>Gets or sets a value indicating whether its end went to the client.</summary>
    public bool IsOver { get; set; }

    /// <summary>Gets or sets when its first text or audio came; 0: none has, or the first was let go.</summary>
    public long HeldSince { get; set; }
}

using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects;

/// <summary>What is known of an item that the upstream is still making.</summary>
internal sealed class OpenItem
{
    /// <summary>Gets or sets a value indicating whether it was announced as an item of the conversation, whose end is due.</summary>
    public bool IsInConversation { get; set; }

    /// <summary>Gets or sets the id of the item before it, or null where the announcement named none.</summary>
    public JsonText? PreviousItemId { get; set; }

    /// <summary>Gets or sets the function's name, or null when the item is no call.</summary>
    public JsonText? FunctionName { get; set; }
}

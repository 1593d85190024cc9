using System.Text.Json.Nodes;

namespace Realtime.Providers.XAI.Items;

/// <summary>An item that the client was told of.</summary>
internal sealed class ItemCopy
{
    /// <summary>Gets the item as it stands, without audio.</summary>
    public required JsonObject Item { get; init; }

    /// <summary>Gets or sets a value indicating whether the item holds more than is kept of it.</summary>
    public bool IsCut { get; set; }

    /// <summary>Gets the id that the client was told to be the one before; <see langword="null"/> if it is the first.</summary>
    public string? PreviousId { get; init; }

    /// <summary>Gets or sets a value indicating whether the client was told that the item is complete.</summary>
    public bool IsDone { get; set; }
}

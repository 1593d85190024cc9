namespace Realtime.Protocol.Conversations;

/// <summary>An output item of a running response, with what the client has been told of it.</summary>
public sealed record ResponseOutput
{
    /// <summary>Gets the item as it was last told.</summary>
    public required ConversationItem Item { get; init; }

    /// <summary>Gets the item's place in the response.</summary>
    public int OutputIndex { get; init; }

    /// <summary>Gets a value indicating whether <c>response.output_item.added</c> was told.</summary>
    public bool IsAdded { get; init; }

    /// <summary>Gets a value indicating whether <c>response.output_item.done</c> was told.</summary>
    public bool IsDone { get; init; }

    /// <summary>Gets a value indicating whether <c>conversation.item.added</c> was told.</summary>
    public bool IsItemAdded { get; init; }

    /// <summary>Gets a value indicating whether <c>conversation.item.done</c> was told.</summary>
    public bool IsItemDone { get; init; }

    /// <summary>Gets a value indicating whether a call's arguments were told whole: the client may be executing it.</summary>
    public bool HasAllArguments { get; init; }

    /// <summary>Gets the content parts, as far as they were told.</summary>
    public IReadOnlyList<ResponsePart> Parts { get; init => field = value ?? []; } = [];
}

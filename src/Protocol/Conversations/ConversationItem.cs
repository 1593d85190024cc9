namespace Realtime.Protocol.Conversations;

/// <summary>An item of the conversation: a message, a call, a call's result, or something of an MCP server.</summary>
/// <remarks>Source: the OpenAI Realtime API reference, object <c>realtime.item</c>.</remarks>
public sealed record ConversationItem
{
    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the type as on the wire; see <see cref="ItemTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the role of a message: <c>user</c>, <c>assistant</c> or <c>system</c>.</summary>
    public string? Role { get; init; }

    /// <summary>Gets the state: <c>in_progress</c>, <c>completed</c> or <c>incomplete</c>; <see langword="null"/> if it was never told.</summary>
    public string? Status { get; init; }

    /// <summary>Gets the parts of a message.</summary>
    public IReadOnlyList<ContentPart> Content { get; init => field = value ?? []; } = [];

    /// <summary>Gets the name of a called function or tool.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the id that ties a call and its result.</summary>
    public string? CallId { get; init; }

    /// <summary>Gets a call's arguments, JSON in text.</summary>
    public string? Arguments { get; init; }

    /// <summary>Gets a call's result.</summary>
    public string? Output { get; init; }

    /// <summary>Gets the whole item as JSON where its type is none that this build reads whole, such as <c>mcp_list_tools</c>.</summary>
    public string? Json { get; init; }
}

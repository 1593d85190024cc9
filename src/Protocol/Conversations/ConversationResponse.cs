namespace Realtime.Protocol.Conversations;

/// <summary>A response that was created and is not done. Its status is always <c>in_progress</c>.</summary>
public sealed record ConversationResponse
{
    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets a value indicating whether it stands outside the conversation (<c>conversation: "none"</c>).</summary>
    public bool IsOutOfBand { get; init; }

    /// <summary>Gets the metadata as JSON, its names sorted; <see langword="null"/> if there is none.</summary>
    public string? Metadata { get; init; }

    /// <summary>Gets the response object of <c>response.created</c>; <see langword="null"/> if it was too large to be kept.</summary>
    public string? Json { get; init; }

    /// <summary>Gets the client's <c>response.create</c> that it answers; empty if none was sent or it was too large to be kept.</summary>
    public byte[] Request { get; init => field = value ?? []; } = [];

    /// <summary>Gets a value indicating whether the client has asked to cancel it.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Gets the output items so far.</summary>
    public IReadOnlyList<ResponseOutput> Outputs { get; init => field = value ?? []; } = [];
}

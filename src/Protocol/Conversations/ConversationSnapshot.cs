using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Realtime.Protocol.Conversations;

/// <summary>
/// A conversation at rest: what another process needs to go on with it. It holds what was said and, where the client gave tools with credentials,
/// those: it is to be kept like the conversation itself and never logged.
/// </summary>
public sealed record ConversationSnapshot
{
    /// <summary>The version that this build writes, and the newest it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Gets the version of the form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Gets the session object.</summary>
    public string? SessionJson { get; init; }

    /// <summary>Gets the tools in the client's words.</summary>
    public string? ClientTools { get; init; }

    /// <summary>Gets the items, oldest first.</summary>
    public IReadOnlyList<ConversationItem> Items { get; init => field = value ?? []; } = [];

    /// <summary>Gets the ids of items that were deleted or forgotten lately.</summary>
    public IReadOnlyList<string> GoneItems { get; init => field = value ?? []; } = [];

    /// <summary>Gets the running responses.</summary>
    public IReadOnlyList<ConversationResponse> Responses { get; init => field = value ?? []; } = [];

    /// <summary>Gets the unanswered requests of the client, oldest first.</summary>
    public IReadOnlyList<PendingRequest> Requests { get; init => field = value ?? []; } = [];

    /// <summary>Gets where the user is in a spoken turn.</summary>
    public SpeechState Speech { get; init; }

    /// <summary>Gets a value indicating whether the provider owes an answer to a spoken turn.</summary>
    public bool IsResponseExpected { get; init; }

    /// <summary>Gets a value indicating whether the voice can no longer be changed.</summary>
    public bool IsVoiceLocked { get; init; }

    /// <summary>Gets a value indicating whether the client has sent audio that is not committed.</summary>
    public bool HasInputAudio { get; init; }

    /// <summary>Gets the ids of calls and approval requests that wait for the client.</summary>
    public IReadOnlyList<string> AwaitedCalls { get; init => field = value ?? []; } = [];

    /// <summary>Reads a snapshot.</summary>
    /// <param name="utf8">What <see cref="ToUtf8"/> wrote.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <returns>Whether it could be read: false for anything else, and for the form of a newer build.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out ConversationSnapshot? snapshot)
    {
        try
        {
            snapshot = JsonSerializer.Deserialize(utf8, SnapshotJson.Default.ConversationSnapshot);
        }
        catch (JsonException)
        {
            snapshot = null;
        }

        snapshot = snapshot?.Version is >= 1 and <= CurrentVersion ? snapshot : null;
        return snapshot is not null;
    }

    /// <summary>Writes the snapshot.</summary>
    /// <returns>The snapshot in UTF-8.</returns>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, SnapshotJson.Default.ConversationSnapshot);
}

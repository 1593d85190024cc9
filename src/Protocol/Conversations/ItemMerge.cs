namespace Realtime.Protocol.Conversations;

/// <summary>
/// Joins what is known of an item with what an event tells of it. Events tell an item several times and not each time whole: a user's item is
/// "done" before its transcript is there, xAI repeats the beginning after the end, a truncation outlives a late transcript.
/// </summary>
internal static class ItemMerge
{
    public static ConversationItem With(this ConversationItem known, ConversationItem told) => told with
    {
        Id = known.Id,
        Role = told.Role ?? known.Role,
        Status = told.Status is null || (told.Status == ItemTypes.InProgress && known.Status is not null) ? known.Status : told.Status,
        Content = Merge(known.Content, told.Content),
        Name = Richer(known.Name, told.Name),
        CallId = Richer(known.CallId, told.CallId),
        Arguments = Richer(known.Arguments, told.Arguments),
        Output = Richer(known.Output, told.Output),
        Json = told.Json ?? known.Json,
    };

    /// <summary>Changes one part of a message, making it and those before it if they are not there; null if there can be no such part.</summary>
    public static ConversationItem? WithPart(this ConversationItem item, int index, string type, Func<ContentPart, ContentPart> change)
    {
        if (index is < 0 or >= ItemReader.MaxParts)
        {
            return null;
        }

        var parts = item.Content.ToList();
        while (parts.Count <= index)
        {
            parts.Add(new ContentPart { Type = type });
        }

        parts[index] = change(parts[index]);
        return item with { Content = parts };
    }

    private static List<ContentPart> Merge(IReadOnlyList<ContentPart> known, IReadOnlyList<ContentPart> told) =>
    [
        .. Enumerable.Range(0, Math.Max(known.Count, told.Count)).Select(index =>
            index >= told.Count ? known[index] : index >= known.Count ? told[index] : Merge(known[index], told[index])),
    ];

    private static ContentPart Merge(ContentPart known, ContentPart told)
    {
        var merged = told with
        {
            Text = Richer(known.Text, told.Text),
            Transcript = known.IsTranscriptCut ? known.Transcript : Richer(known.Transcript, told.Transcript),
            ImageUrl = told.ImageUrl ?? known.ImageUrl,
            Detail = told.Detail ?? known.Detail,
            AudioEndMs = known.AudioEndMs,
            IsTranscriptCut = known.IsTranscriptCut,
        };
        return merged.AudioEndMs is { } end && !merged.IsTranscriptCut && !string.IsNullOrEmpty(merged.Transcript)
            ? merged with { Transcript = HeardText.Cut(merged.Transcript, end), IsTranscriptCut = true }
            : merged;
    }

    private static string? Richer(string? known, string? told) => string.IsNullOrEmpty(told) ? known ?? told : told;
}

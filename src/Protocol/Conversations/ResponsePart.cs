namespace Realtime.Protocol.Conversations;

/// <summary>A content part of a running response, with what the client has been told of it.</summary>
public sealed record ResponsePart
{
    /// <summary>Gets the part's place in its item.</summary>
    public int ContentIndex { get; init; }

    /// <summary>Gets a value indicating whether it is speech with a transcript, not text.</summary>
    public bool IsAudio { get; init; }

    /// <summary>Gets the text or transcript so far.</summary>
    public string Text { get; init => field = value ?? ""; } = "";

    /// <summary>Gets a value indicating whether the end of the text or transcript was told.</summary>
    public bool IsTextDone { get; init; }

    /// <summary>Gets a value indicating whether the end of the audio was told.</summary>
    public bool IsAudioDone { get; init; }

    /// <summary>Gets a value indicating whether the end of the part was told.</summary>
    public bool IsDone { get; init; }
}

using Realtime.Simulator.Audio;

namespace Realtime.Simulator.Conversation;

/// <summary>One item of a conversation.</summary>
internal sealed class ConversationItem(string id, string type)
{
    public string Id { get; } = id;

    /// <summary><c>message</c>, <c>function_call</c>, <c>function_call_output</c> or a type that is only kept.</summary>
    public string Type { get; } = type;

    public string? Role { get; init; }

    /// <summary><c>in_progress</c>, <c>completed</c> or <c>incomplete</c>.</summary>
    public string Status { get; set; } = "completed";

    public List<ContentPart> Content { get; } = [];

    public string? CallId { get; init; }

    public string? Name { get; init; }

    public string Arguments { get; set; } = "";

    public string Output { get; init; } = "";

    /// <summary>Milliseconds of speech in it, without pauses around it.</summary>
    public double SpokenMs { get; set; }

    /// <summary>The speech in it, without padding and pauses around it.</summary>
    public AudioClip Speech { get; set; } = AudioClip.Empty;

    /// <summary>What was understood of the speech in it, whether or not the client is told.</summary>
    public string? Heard { get; set; }

    /// <summary>Everything readable in it, in one line.</summary>
    public string Words => Heard ?? string.Join(' ', Content.Select(part => part.Words).Where(words => !string.IsNullOrEmpty(words)));

    /// <summary>Whether there is speech in it that cannot be read, only heard.</summary>
    public bool IsSpeechOnly => Heard is null && Content.Exists(part => part.Kind == ContentKind.InputAudio) && Content.TrueForAll(part => string.IsNullOrEmpty(part.Words));

    public bool IsMessageOf(string role) => Type == "message" && Role == role;
}

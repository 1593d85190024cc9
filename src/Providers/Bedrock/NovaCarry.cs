using Realtime.Providers.Bedrock.Client;
using Realtime.Providers.Bedrock.Upstream;

namespace Realtime.Providers.Bedrock;

/// <summary>What the translators of one session's successive streams share, so that nothing of a turn is lost between two of them.</summary>
internal sealed class NovaCarry
{
    /// <summary>Gets the user's audio that was not answered yet.</summary>
    public RecentAudio Recent { get; } = new();

    /// <summary>Gets audio of a client that ends turns itself, since its last commit.</summary>
    public ManualAudio Manual { get; } = new();

    /// <summary>Gets what knows audio again that was taken before.</summary>
    public RepeatedAudio Repeated { get; } = new();

    /// <summary>Gets what was really said of the model's items, where the service told it.</summary>
    public Dictionary<string, string> Spoken { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the ids of items that the client was told of and whose transcript it was not told yet, oldest first.</summary>
    public Queue<string> Untranscribed { get; } = new();

    /// <summary>Gets or sets the last item that the client was told of; null for none.</summary>
    public string? LastItem { get; set; }

    /// <summary>Gets or sets how much audio the client has sent, in milliseconds.</summary>
    public double AudioMs { get; set; }

    /// <summary>Gets or sets when the speech that was not answered yet began, on the clock of the client's audio.</summary>
    public double OnsetMs { get; set; }

    /// <summary>Gets or sets where the last loud sound ended, on the clock of the client's audio.</summary>
    public double HeardUntilMs { get; set; }

    /// <summary>Gets or sets the item of a turn that has begun and is not over; null while nobody speaks.</summary>
    public string? SpeakingItem { get; set; }

    /// <summary>Gets or sets when that turn began, on the clock of the client's audio.</summary>
    public double SpeakingSinceMs { get; set; }

    /// <summary>Gets or sets how many streams in a row ended because the service was asked too much.</summary>
    public int Throttles { get; set; }

    /// <summary>Gets or sets how many streams in a row failed before the model said anything.</summary>
    public int Failures { get; set; }

    /// <summary>Gets or sets how many streams in a row took a running response down with them.</summary>
    public int Cuts { get; set; }

    /// <summary>Gets or sets the answer that the client waits for and whose request went down with its stream.</summary>
    public RequestedResponse? Requested { get; set; }
}

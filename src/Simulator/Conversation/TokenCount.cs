namespace Realtime.Simulator.Conversation;

/// <summary>Tokens by kind, by the rough rates that the service publishes: 100 ms of user audio or 50 ms of model audio are a token.</summary>
internal readonly record struct TokenCount(int Text, int Audio, int Image)
{
    private const int ImageTokens = 85;

    public int Total => Text + Audio + Image;

    public static TokenCount operator +(TokenCount left, TokenCount right) =>
        new(left.Text + right.Text, left.Audio + right.Audio, left.Image + right.Image);

    /// <summary>About four letters are a token.</summary>
    public static int OfText(string? text) => string.IsNullOrEmpty(text) ? 0 : ((text.Length + 3) / 4);

    public static int OfUserAudio(double ms) => (int)Math.Ceiling(ms / 100);

    public static int OfModelAudio(double ms) => (int)Math.Ceiling(ms / 50);

    public static TokenCount Of(ConversationItem item)
    {
        var text = OfText(item.Name) + OfText(item.Arguments) + OfText(item.Output) + 3;
        var audio = 0;
        var image = 0;
        foreach (var part in item.Content)
        {
            text += part.IsAudio && part.Kind == ContentKind.InputAudio ? 0 : OfText(part.Words);
            audio += part.Kind switch
            {
                ContentKind.InputAudio => OfUserAudio(part.Audio.DurationMs),
                ContentKind.OutputAudio => OfModelAudio(part.Audio.DurationMs),
                _ => 0,
            };
            image += part.Kind == ContentKind.InputImage ? ImageTokens : 0;
        }

        return new(text, audio, image);
    }
}

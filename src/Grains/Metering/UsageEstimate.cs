using Realtime.Configuration.Prices;

namespace Realtime.Grains.Metering;

/// <summary>
/// Estimates what a turn used whose provider never told: the context as of the last response, the audio since, at OpenAI's rates of one
/// token for 100 ms of the user's and 50 ms of the model's speech.
/// </summary>
internal static class UsageEstimate
{
    private const int InputTokensPerSecond = 10;
    private const int OutputTokensPerSecond = 20;

    /// <summary>Estimates.</summary>
    /// <param name="last">The usage of the last response; its input is in the context again.</param>
    /// <param name="inputSeconds">The seconds of the user's audio since.</param>
    /// <param name="outputSeconds">The seconds of the model's audio.</param>
    /// <param name="outputText">The tokens of text and transcript that came out.</param>
    /// <returns>The estimate.</returns>
    public static ModelUsage Of(ModelUsage last, decimal inputSeconds, decimal outputSeconds, long outputText) => new()
    {
        InputText = last.InputText + last.OutputText,
        InputAudio = last.InputAudio + (long)Math.Ceiling(inputSeconds * InputTokensPerSecond),
        InputImage = last.InputImage,
        OutputText = outputText,
        OutputAudio = (long)Math.Ceiling(outputSeconds * OutputTokensPerSecond),
    };
}

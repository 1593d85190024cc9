using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>
/// Output modalities. Audio always comes with its transcript; the beta form says so by naming both, the GA form takes one.
/// </summary>
internal static class ModalityMap
{
    /// <summary>Translates the beta form's list: audio wins.</summary>
    /// <param name="modalities">The list, in any order.</param>
    /// <returns>The GA list; what is no list of the two comes back as it is.</returns>
    public static JsonPart ToGa(JsonPart modalities) => JsonElements.Open(modalities)?.HasString("audio") == true
        ? JsonElements.OfStrings("audio")
        : modalities;

    /// <summary>Translates the GA form's list. Azure's preview refuses audio alone.</summary>
    /// <param name="modalities">The list.</param>
    /// <returns>The beta list; what is no list of the two comes back as it is.</returns>
    public static JsonPart ToBeta(JsonPart modalities) => JsonElements.Open(modalities)?.HasString("audio") == true
        ? JsonElements.OfStrings("audio", "text")
        : modalities;
}

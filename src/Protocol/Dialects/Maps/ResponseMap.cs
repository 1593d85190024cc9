using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>
/// Response objects of <c>response.created</c> and <c>response.done</c>, and the parameters of <c>response.create</c>, which are
/// the same fields before the response exists.
/// </summary>
internal static class ResponseMap
{
    /// <summary>The fields that stand elsewhere, or otherwise, in the other form.</summary>
    public static readonly FieldPlace[] Places =
    [
        new("modalities", "output_modalities", ModalityMap.ToGa, ModalityMap.ToBeta),
        new("output_audio_format", "audio.output.format", AudioFormatMap.ToGa, AudioFormatMap.ToBeta),
        new("voice", "audio.output.voice"),
    ];

    // Written by some beta clients; the form's own name is GA's.
    private static readonly FieldPlace LongTokenLimit = new("max_response_output_tokens", "max_output_tokens");

    private static readonly string[] GaOnly = ["parallel_tool_calls", "reasoning"];

    /// <summary>Translates a beta response or its parameters.</summary>
    /// <param name="response">The object.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool ToGa(JsonFields response)
    {
        var changed = LongTokenLimit.MoveToGa(response) | ToolMap.ToGa(response);
        foreach (var place in Places)
        {
            changed |= place.MoveToGa(response);
        }

        changed |= response.Take("temperature") is not null;
        return changed | Items(response, ItemMap.ToGa);
    }

    /// <summary>Translates a GA response or its parameters.</summary>
    /// <param name="response">The object.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool ToBeta(JsonFields response)
    {
        var changed = false;
        foreach (var place in Places)
        {
            changed |= place.MoveToBeta(response);
        }

        foreach (var name in GaOnly)
        {
            changed |= response.Take(name) is not null;
        }

        changed |= response.Has("audio");
        AudioBlock.RemoveEmpty(response);
        return changed | Items(response, ItemMap.ToBeta);
    }

    // Parameters have an input, responses an output.
    private static bool Items(JsonFields response, Func<JsonFields, bool> translate) =>
        ItemMap.Each(response.OpenArray("input"), translate) | ItemMap.Each(response.OpenArray("output"), translate);
}

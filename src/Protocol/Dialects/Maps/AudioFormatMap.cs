using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>
/// Audio formats: a word in the beta form, an object in the GA form. PCM is 16 bit, little-endian, mono at 24 kHz, which is the
/// only rate that the beta form has; G.711 is 8 kHz in both.
/// </summary>
internal static class AudioFormatMap
{
    private const int PcmRate = 24000;

    private static readonly (string Beta, string Ga)[] Formats =
    [
        ("pcm16", "audio/pcm"),
        ("g711_ulaw", "audio/pcmu"),
        ("g711_alaw", "audio/pcma"),
    ];

    /// <summary>Translates a beta format.</summary>
    /// <param name="format">The word.</param>
    /// <returns>The object; anything that is no known word comes back as it is, for the provider to judge.</returns>
    public static JsonPart ToGa(JsonPart format)
    {
        foreach (var (beta, ga) in Formats)
        {
            if (format is JsonText text && text.IsString(beta))
            {
                return Make(ga);
            }
        }

        return format;
    }

    /// <summary>Translates a GA format.</summary>
    /// <param name="format">The object.</param>
    /// <returns>The word; anything that is no known format comes back as it is.</returns>
    public static JsonPart ToBeta(JsonPart format)
    {
        foreach (var (beta, ga) in Formats)
        {
            if (JsonFields.Open(format)?.Is("type", ga) == true)
            {
                return JsonText.String(beta);
            }
        }

        return format;
    }

    private static JsonFields Make(string type)
    {
        var format = new JsonFields();
        format.Set("type", JsonText.String(type));
        if (type == "audio/pcm")
        {
            format.Set("rate", JsonText.Number(PcmRate));
        }

        return format;
    }
}

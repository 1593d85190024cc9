using System.Text.Json;

namespace Realtime.Grains.Metering;

/// <summary>How many bytes a second of audio has in each direction.</summary>
/// <param name="Input">Of the client's audio.</param>
/// <param name="Output">Of the provider's audio.</param>
internal readonly record struct AudioRates(int Input, int Output)
{
    private const int BytesPerSample = 2;
    private const int DefaultRate = 24000;
    private const int TelephoneRate = 8000;

    /// <summary>Gets the rates of PCM with 24 kHz, which is what sessions have that say nothing.</summary>
    public static AudioRates Default => new(DefaultRate * BytesPerSample, DefaultRate * BytesPerSample);

    /// <summary>Reads the formats of a session object.</summary>
    /// <param name="session">The session, in GA form.</param>
    /// <returns>The rates; those of these where it says nothing.</returns>
    public AudioRates With(JsonElement session) => new(Rate(session, "input") ?? Input, Rate(session, "output") ?? Output);

    private static int? Rate(JsonElement session, string direction)
    {
        if (!session.TryGetProperty("audio", out var audio) || audio.ValueKind != JsonValueKind.Object
            || !audio.TryGetProperty(direction, out var side) || side.ValueKind != JsonValueKind.Object
            || !side.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.Object
            || !format.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return type.ValueEquals("audio/pcm")
            ? BytesPerSample * (format.TryGetProperty("rate", out var rate) && rate.TryGetInt32(out var hertz) && hertz > 0 ? hertz : DefaultRate)
            : TelephoneRate;
    }
}

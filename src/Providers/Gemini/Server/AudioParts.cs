using System.Text.Json;

namespace Realtime.Providers.Gemini.Server;

/// <summary>Finds the audio in a message that carries nothing else, without making a tree of it: nearly all messages of an answer are such.</summary>
internal sealed class AudioParts
{
    private const int DefaultRate = 24_000;

    private readonly List<(int Start, int Length, int Rate)> _parts = [];

    /// <summary>Gets how many parts were found.</summary>
    public int Count => _parts.Count;

    /// <summary>Gets a part.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Its index.</param>
    /// <param name="rate">Its rate in Hz.</param>
    /// <returns>The audio in base64.</returns>
    public ReadOnlySpan<byte> Get(ReadOnlySpan<byte> message, int index, out int rate)
    {
        var part = _parts[index];
        rate = part.Rate;
        return message.Slice(part.Start, part.Length);
    }

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether it is <c>serverContent.modelTurn</c> with parts of audio and nothing beside.</returns>
    public bool TryRead(ReadOnlySpan<byte> message)
    {
        _parts.Clear();
        var reader = new Utf8JsonReader(message);
        try
        {
            return Enter(ref reader) && Only(ref reader, "serverContent"u8) && Enter(ref reader) && Only(ref reader, "modelTurn"u8)
                && Enter(ref reader) && Turn(ref reader) && Leave(ref reader) && Leave(ref reader) && _parts.Count > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the rate of a MIME type.</summary>
    /// <param name="mimeType">As in <c>audio/pcm;rate=24000</c>.</param>
    /// <returns>The rate in Hz; null where it is no PCM.</returns>
    public static int? Rate(ReadOnlySpan<byte> mimeType)
    {
        if (!mimeType.StartsWith("audio/pcm"u8) && !mimeType.StartsWith("audio/L16"u8))
        {
            return null;
        }

        var at = mimeType.IndexOf("rate="u8);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(mimeType[(at + 5)..], out int rate, out _) && rate is >= 8_000 and <= 48_000
            ? rate
            : DefaultRate;
    }

    private static bool Enter(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.StartObject;

    private static bool Leave(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.EndObject;

    private static bool Only(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name);

    private bool Turn(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("parts"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray || !Parts(ref reader))
                {
                    return false;
                }
            }
            else if (!reader.ValueTextEquals("role"u8) || !reader.Read())
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private bool Parts(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (!Only(ref reader, "inlineData"u8) || !Enter(ref reader) || !Data(ref reader) || !Leave(ref reader))
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    private bool Data(ref Utf8JsonReader reader)
    {
        int? rate = null;
        var start = -1;
        var length = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals("data"u8);
            if ((!isData && !reader.ValueTextEquals("mimeType"u8)) || !reader.Read() || reader.TokenType != JsonTokenType.String
                || reader.ValueIsEscaped)
            {
                return false;
            }

            if (isData)
            {
                (start, length) = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
            }
            else
            {
                rate = Rate(reader.ValueSpan);
            }
        }

        if (rate is null || start < 0)
        {
            return false;
        }

        _parts.Add((start, length, rate.Value));
        return reader.TokenType == JsonTokenType.EndObject;
    }
}

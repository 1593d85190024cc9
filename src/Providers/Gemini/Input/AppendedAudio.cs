using System.Text.Json;

namespace Realtime.Providers.Gemini.Input;

/// <summary>Finds the audio in an <c>input_audio_buffer.append</c> without making a tree of it.</summary>
internal static class AppendedAudio
{
    /// <summary>Finds it.</summary>
    /// <param name="utf8">The event.</param>
    /// <param name="base64">The audio, as it stands in the event.</param>
    /// <returns>Whether it is there.</returns>
    public static bool TryFind(ReadOnlySpan<byte> utf8, out ReadOnlySpan<byte> base64)
    {
        base64 = default;
        var found = false;
        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                {
                    continue;
                }

                var isAudio = reader.ValueTextEquals("audio"u8);
                reader.Read();
                if (isAudio)
                {
                    found = reader.TokenType == JsonTokenType.String;
                    base64 = found && !reader.ValueIsEscaped ? reader.ValueSpan : found ? Unescape(reader) : default;
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }

        return found;
    }

    // Some serializers write the plus sign of base64 as an escape.
    private static byte[] Unescape(Utf8JsonReader reader)
    {
        var text = new byte[reader.ValueSpan.Length];
        return text[..reader.CopyString(text)];
    }
}

using System.Text.Json;
using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Output;

/// <summary>Finds the value of an event's <c>type</c> without reading more of the event than stands in front of it.</summary>
internal static class TypeScan
{
    // How nearly every event of the providers begins.
    private static ReadOnlySpan<byte> UsualBeginning => "{\"type\":\""u8;

    /// <summary>Finds the event's own <c>type</c>, wherever it stands; one in a nested object is not taken for it.</summary>
    /// <param name="utf8">The event.</param>
    /// <param name="value">Where the value stands, quotes included.</param>
    /// <returns>Whether it was found. Malformed JSON behind it goes unnoticed.</returns>
    public static bool TryFind(ReadOnlySpan<byte> utf8, out Range value)
    {
        if (utf8.StartsWith(UsualBeginning))
        {
            var name = utf8[UsualBeginning.Length..];
            var length = name.IndexOfAny((byte)'"', (byte)'\\');
            if (length >= 0 && name[length] == '"')
            {
                value = (UsualBeginning.Length - 1)..(UsualBeginning.Length + length + 1);
                return true;
            }
        }

        return TryRead(utf8, out value);
    }

    private static bool TryRead(ReadOnlySpan<byte> utf8, out Range value)
    {
        var reader = new Utf8JsonReader(utf8, JsonFields.Options);
        value = default;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueSpan.SequenceEqual("type"u8);
                reader.Read();
                if (isType)
                {
                    value = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
                    return reader.TokenType == JsonTokenType.String;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return false;
    }
}

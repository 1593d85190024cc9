using System.Buffers;
using System.Text.Json;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>Rewrites the ids of items in an event.</summary>
internal static class ItemIds
{
    /// <summary>Rewrites them.</summary>
    /// <param name="utf8">The event.</param>
    /// <param name="map">
    /// Gives the new id; null to leave it. It is told whether the id names the item before, and is then asked for the place of the first item
    /// (the empty id) too.
    /// </param>
    /// <returns>The new event; null when nothing changed.</returns>
    public static byte[]? Rewrite(ReadOnlySpan<byte> utf8, Func<string, bool, string?> map)
    {
        ArrayBufferWriter<byte>? output = null;
        var position = 0;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            var isId = false;
            var isPrevious = false;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    isPrevious = reader.ValueTextEquals("previous_item_id"u8);
                    isId = isPrevious || reader.ValueTextEquals("item_id"u8) || reader.ValueTextEquals("id"u8);
                    continue;
                }

                var id = isId && reader.TokenType == JsonTokenType.String ? reader.GetString()
                    : isPrevious && reader.TokenType == JsonTokenType.Null ? "" : null;
                if (id is not null && map(id, isPrevious) is { } other && other != id)
                {
                    output ??= new ArrayBufferWriter<byte>(utf8.Length + 64);
                    output.Write(utf8[position..(int)reader.TokenStartIndex]);
                    output.Write(JsonSerializer.SerializeToUtf8Bytes(other, SessionJson.Default.String));
                    position = (int)reader.BytesConsumed;
                }

                isId = isPrevious = false;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        output?.Write(utf8[position..]);
        return output?.WrittenSpan.ToArray();
    }
}

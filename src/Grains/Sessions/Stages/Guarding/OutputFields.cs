using System.Text.Json;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>The fields of the model's events by which they belong together. Audio is measured, never decoded.</summary>
/// <param name="ResponseId">The response; null: the event names none.</param>
/// <param name="ItemId">The item; null: the event names none.</param>
/// <param name="ContentIndex">The content part.</param>
/// <param name="OutputIndex">The item's place in the response.</param>
/// <param name="Text">The text of a delta, or the whole text of a part's end; null: there is none.</param>
/// <param name="DeltaLength">How long the delta's string is in the message.</param>
internal readonly record struct OutputFields(
    string? ResponseId, string? ItemId, int ContentIndex, int OutputIndex, string? Text, int DeltaLength)
{
    /// <summary>Reads them.</summary>
    /// <param name="utf8">The event.</param>
    /// <param name="readsText">Whether the text is wanted, which audio has none of.</param>
    /// <returns>The fields.</returns>
    public static OutputFields Read(ReadOnlySpan<byte> utf8, bool readsText)
    {
        string? response = null, item = null, text = null;
        var (content, output, length) = (0, 0, 0);
        try
        {
            var reader = new Utf8JsonReader(utf8);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isResponse, isItem) = (reader.ValueTextEquals("response_id"u8), reader.ValueTextEquals("item_id"u8));
                var (isDelta, isText) = (reader.ValueTextEquals("delta"u8), reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("transcript"u8));
                var (isContent, isOutput) = (reader.ValueTextEquals("content_index"u8), reader.ValueTextEquals("output_index"u8));
                var (isWhole, isWholeItem) = (reader.ValueTextEquals("response"u8), reader.ValueTextEquals("item"u8));
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && (isResponse || isItem || isDelta || isText))
                {
                    length = isDelta ? reader.ValueSpan.Length : length;
                    response = isResponse ? reader.GetString() : response;
                    item = isItem ? reader.GetString() : item;
                    text = (isDelta || isText) && readsText ? reader.GetString() : text;
                }
                else if (reader.TokenType == JsonTokenType.Number && (isContent || isOutput) && reader.TryGetInt32(out var number))
                {
                    content = isContent ? number : content;
                    output = isOutput ? number : output;
                }
                else if (reader.TokenType == JsonTokenType.StartObject && (isWhole || isWholeItem))
                {
                    var id = Id(ref reader);
                    response = isWhole ? id : response;
                    item = isWholeItem ? id : item;
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What cannot be read belongs to nothing, and goes on as it is.
            return default;
        }

        return new OutputFields(response, item, content, output, text, length);
    }

    private static string? Id(ref Utf8JsonReader reader)
    {
        string? id = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            id = isId && reader.TokenType == JsonTokenType.String ? reader.GetString() : id;
            reader.Skip();
        }

        return id;
    }
}

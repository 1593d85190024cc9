using System.Buffers;
using System.Text.Json;

namespace Realtime.Protocol.Dialects.Json;

/// <summary>The elements of an opened JSON array.</summary>
internal sealed class JsonElements : JsonPart
{
    private readonly List<JsonPart> _elements;

    private JsonElements(List<JsonPart> elements) => _elements = elements;

    /// <summary>Gets how many there are.</summary>
    public int Count => _elements.Count;

    /// <summary>Makes an array of strings.</summary>
    /// <param name="contents">Their contents, which need no escape.</param>
    /// <returns>The array.</returns>
    public static JsonElements OfStrings(params ReadOnlySpan<string> contents)
    {
        List<JsonPart> elements = [];
        foreach (var content in contents)
        {
            elements.Add(JsonText.String(content));
        }

        return new JsonElements(elements);
    }

    /// <summary>Opens a value.</summary>
    /// <param name="part">A part of a text that was read whole.</param>
    /// <returns>Its elements, or null when it is no array.</returns>
    public static JsonElements? Open(JsonPart? part) => part switch
    {
        JsonElements elements => elements,
        JsonText text => Read(text.Utf8),
        _ => null,
    };

    /// <summary>Reads the value that the reader stands on, unopened, and moves to its end.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="utf8">What it reads.</param>
    /// <returns>The value.</returns>
    public static JsonText ReadValue(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonText(utf8[start..(int)reader.BytesConsumed]);
    }

    /// <summary>Tests whether one of the elements is a string with this content.</summary>
    /// <param name="content">Printable ASCII.</param>
    /// <returns>Whether it is there.</returns>
    public bool HasString(string content) => _elements.Exists(element => element is JsonText text && text.IsString(content));

    /// <summary>Opens each element that is an object in its place.</summary>
    /// <returns>Those elements.</returns>
    public IEnumerable<JsonFields> OpenObjects()
    {
        for (var index = 0; index < _elements.Count; index++)
        {
            if (JsonFields.Open(_elements[index]) is { } fields)
            {
                _elements[index] = fields;
                yield return fields;
            }
        }
    }

    /// <summary>Replaces elements that are objects.</summary>
    /// <param name="replace">Gives the object to take an object's place, or the same one.</param>
    /// <returns>Whether any was replaced.</returns>
    public bool Replace(Func<JsonFields, JsonFields> replace)
    {
        var replaced = false;
        for (var index = 0; index < _elements.Count; index++)
        {
            if (JsonFields.Open(_elements[index]) is { } fields && replace(fields) is var other && other != fields)
            {
                _elements[index] = other;
                replaced = true;
            }
        }

        return replaced;
    }

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output)
    {
        var before = "["u8;
        foreach (var element in _elements)
        {
            output.Write(before);
            element.WriteTo(output);
            before = ","u8;
        }

        output.Write(Count == 0 ? "[]"u8 : "]"u8);
    }

    private static JsonElements? Read(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span, JsonFields.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        List<JsonPart> elements = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(ReadValue(ref reader, utf8));
        }

        return new JsonElements(elements);
    }
}

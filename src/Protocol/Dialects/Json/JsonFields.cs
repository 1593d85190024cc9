using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Realtime.Protocol.Dialects.Json;

/// <summary>
/// The fields of an opened JSON object, in order. A key that occurs twice keeps its first place and its last value, as JSON
/// parsers read it. Names are compared as they are written; none of the protocol's needs an escape.
/// </summary>
internal sealed class JsonFields : JsonPart
{
    private readonly OrderedDictionary<string, JsonPart> _fields = new(StringComparer.Ordinal);

    /// <summary>Gets how JSON is read: tool parameters are schemas of the client's making, which may be deeper than the usual 64.</summary>
    public static JsonReaderOptions Options { get; } = new() { MaxDepth = 512 };

    /// <summary>Gets a value indicating whether there is no field.</summary>
    public bool IsEmpty => _fields.Count == 0;

    /// <summary>Reads an event.</summary>
    /// <param name="utf8">The JSON text; it must stay as it is while this object is in use.</param>
    /// <returns>The fields, or null when this is not the text of one JSON object.</returns>
    public static JsonFields? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return Read(utf8);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Opens a value.</summary>
    /// <param name="part">A part of a text that <see cref="Parse"/> has read whole.</param>
    /// <returns>Its fields, or null when it is no object.</returns>
    public static JsonFields? Open(JsonPart? part) => part switch
    {
        JsonFields fields => fields,
        JsonText text => Read(text.Utf8),
        _ => null,
    };

    /// <summary>Opens a field's object in its place, so that changes to it are changes to this object.</summary>
    /// <param name="name">The field.</param>
    /// <returns>Its fields, or null when there is none or it is no object.</returns>
    public JsonFields? OpenObject(string name) => OpenInPlace(name, Open);

    /// <summary>Opens a field's array in its place.</summary>
    /// <param name="name">The field.</param>
    /// <returns>Its elements, or null when there is none or it is no array.</returns>
    public JsonElements? OpenArray(string name) => OpenInPlace(name, JsonElements.Open);

    /// <summary>Tests whether a field is there, be it null.</summary>
    /// <param name="name">The field.</param>
    /// <returns>Whether it is there.</returns>
    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>Tests whether a field is a string with this content.</summary>
    /// <param name="name">The field.</param>
    /// <param name="content">Printable ASCII.</param>
    /// <returns>Whether it is.</returns>
    public bool Is(string name, string content) => Text(name)?.IsString(content) == true;

    /// <summary>Gets a field's text.</summary>
    /// <param name="name">The field.</param>
    /// <returns>The text, or null when there is no such field or it was opened.</returns>
    public JsonText? Text(string name) => Get(name) as JsonText;

    /// <summary>Gets a field.</summary>
    /// <param name="name">The field.</param>
    /// <returns>Its value, or null when there is none.</returns>
    public JsonPart? Get(string name) => _fields.GetValueOrDefault(name);

    /// <summary>Removes a field.</summary>
    /// <param name="name">The field.</param>
    /// <returns>What it was, or null when there is none.</returns>
    public JsonPart? Take(string name) => _fields.Remove(name, out var value) ? value : null;

    /// <summary>Puts a value into a field: in its place when it is there, else at the end.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, JsonPart value) => _fields[name] = value;

    /// <summary>Puts a value in front of all others.</summary>
    /// <param name="name">The field, which is not there yet.</param>
    /// <param name="value">The value.</param>
    public void Prepend(string name, JsonPart value) => _fields.Insert(0, name, value);

    /// <summary>Makes an object of some of the fields.</summary>
    /// <param name="names">The fields to take over, where they are there.</param>
    /// <returns>The object, or this one when it has no others.</returns>
    public JsonFields Only(params ReadOnlySpan<string> names)
    {
        var chosen = new JsonFields();
        foreach (var name in names)
        {
            if (Get(name) is { } value)
            {
                chosen.Set(name, value);
            }
        }

        return chosen._fields.Count == _fields.Count ? this : chosen;
    }

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output)
    {
        var before = "{\""u8;
        foreach (var (name, value) in _fields)
        {
            output.Write(before);
            Encoding.UTF8.GetBytes(name, output);
            output.Write("\":"u8);
            value.WriteTo(output);
            before = ",\""u8;
        }

        output.Write(IsEmpty ? "{}"u8 : "}"u8);
    }

    private static JsonFields? Read(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var fields = new JsonFields();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Encoding.UTF8.GetString(reader.ValueSpan);
            reader.Read();
            fields.Set(name, JsonElements.ReadValue(ref reader, utf8));
        }

        // Anything after the object makes the reader throw.
        reader.Read();
        return fields;
    }

    private T? OpenInPlace<T>(string name, Func<JsonPart?, T?> open)
        where T : JsonPart
    {
        var opened = open(Get(name));
        if (opened is not null)
        {
            Set(name, opened);
        }

        return opened;
    }
}

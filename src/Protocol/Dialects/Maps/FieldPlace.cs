using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>One row of a translation table: a field's flat place in the beta form and its place in the GA form.</summary>
/// <param name="Beta">The field's name in the beta form.</param>
/// <param name="Ga">Its path in the GA form, as in <c>audio.output.voice</c>.</param>
/// <param name="ToGa">Translates the value, or null when both forms write it alike.</param>
/// <param name="ToBeta">The same, the other way.</param>
internal sealed record FieldPlace(
    string Beta,
    string Ga,
    Func<JsonPart, JsonPart>? ToGa = null,
    Func<JsonPart, JsonPart>? ToBeta = null)
{
    private readonly string[] _parents = Ga.Split('.')[..^1];

    private readonly string _leaf = Ga.Split('.')[^1];

    /// <summary>
    /// Moves the field to its GA place. A field that is absent stays absent, since null would switch things off. One that the
    /// GA place already holds wins, and one whose way is barred by something that is no object stays where it is.
    /// </summary>
    /// <param name="fields">The object that holds the field.</param>
    /// <returns>Whether anything changed.</returns>
    public bool MoveToGa(JsonFields fields)
    {
        if (!fields.Has(Beta) || OpenParent(fields) is not { } parent || fields.Take(Beta) is not { } value)
        {
            return false;
        }

        if (!parent.Has(_leaf))
        {
            parent.Set(_leaf, ToGa is null ? value : ToGa(value));
        }

        return true;
    }

    /// <summary>Moves the field to its beta place, where it replaces what may be there.</summary>
    /// <param name="fields">The object that holds the field.</param>
    /// <returns>Whether anything changed.</returns>
    public bool MoveToBeta(JsonFields fields)
    {
        var parent = fields;
        foreach (var name in _parents)
        {
            parent = parent?.OpenObject(name);
        }

        if (parent?.Take(_leaf) is not { } value)
        {
            return false;
        }

        fields.Set(Beta, ToBeta is null ? value : ToBeta(value));
        return true;
    }

    private JsonFields? OpenParent(JsonFields fields)
    {
        var parent = fields;
        foreach (var name in _parents)
        {
            if (parent.Get(name) is null or JsonText { IsNull: true })
            {
                parent.Set(name, new JsonFields());
            }

            if (parent.OpenObject(name) is not { } child)
            {
                return null;
            }

            parent = child;
        }

        return parent;
    }
}

using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>
/// Conversation items. Only the content of the assistant's messages differs: <c>text</c> and <c>audio</c> in the beta form,
/// <c>output_text</c> and <c>output_audio</c> in the GA form.
/// </summary>
internal static class ItemMap
{
    private static readonly (string Beta, string Ga)[] ContentTypes = [("text", "output_text"), ("audio", "output_audio")];

    /// <summary>Translates the item of a beta event.</summary>
    /// <param name="item">The item, or null where the event has none.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool ToGa(JsonFields? item) => Translate(item, pair => (pair.Beta, pair.Ga));

    /// <summary>Translates the item of a GA event.</summary>
    /// <param name="item">The item, or null where the event has none.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool ToBeta(JsonFields? item) => Translate(item, pair => (pair.Ga, pair.Beta));

    /// <summary>Translates the items of a list.</summary>
    /// <param name="items">The list, or null where there is none.</param>
    /// <param name="translate">What to do with each.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool Each(JsonElements? items, Func<JsonFields, bool> translate)
    {
        var changed = false;
        foreach (var item in items?.OpenObjects() ?? [])
        {
            changed |= translate(item);
        }

        return changed;
    }

    private static bool Translate(JsonFields? item, Func<(string Beta, string Ga), (string From, string To)> direction) =>
        item?.Is("role", "assistant") == true && Each(item.OpenArray("content"), part => TranslatePart(part, direction));

    private static bool TranslatePart(JsonFields part, Func<(string Beta, string Ga), (string From, string To)> direction)
    {
        foreach (var (from, to) in ContentTypes.Select(direction))
        {
            if (part.Is("type", from))
            {
                part.Set("type", JsonText.String(to));
                return true;
            }
        }

        return false;
    }
}

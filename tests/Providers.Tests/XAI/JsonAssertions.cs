using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.XAI;

internal static class JsonAssertions
{
    /// <summary>Puts a value in the first place that is left open as <c>&lt;&gt;</c>.</summary>
    public static string With(this string json, string value)
    {
        var place = json.IndexOf("<>", StringComparison.Ordinal);
        return string.Concat(json.AsSpan(0, place), value, json.AsSpan(place + 2));
    }

    /// <summary>Compares events without regard to the order of their fields; <c>"*"</c> stands for any id of the translator's own.</summary>
    public static void ShouldBeEvents(this string[] actual, params string[] expected)
    {
        var wanted = expected.Select(json => Sort(JsonNode.Parse(json))!.ToJsonString()).ToArray();
        var got = actual.Select(json => Sort(HideOwn(JsonNode.Parse(json)))!.ToJsonString()).ToArray();
        string.Join('\n', got).ShouldBe(string.Join('\n', wanted));
    }

    public static void ShouldBeEvent(this string actual, string expected) => new[] { actual }.ShouldBeEvents(expected);

    public static void ShouldBeJson(this JsonNode? actual, string expected) =>
        Sort(actual)?.ToJsonString().ShouldBe(Sort(JsonNode.Parse(expected))!.ToJsonString());

    public static string Type(this string json) => JsonNode.Parse(json)!["type"]!.GetValue<string>();

    private static JsonNode? HideOwn(JsonNode? node)
    {
        if (node is JsonObject body && body["event_id"]?.GetValue<string>().StartsWith("own_", StringComparison.Ordinal) == true)
        {
            body["event_id"] = "*";
        }

        return node;
    }

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject tree => new JsonObject(tree
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, Sort(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort)]),
        _ => node?.DeepClone(),
    };
}

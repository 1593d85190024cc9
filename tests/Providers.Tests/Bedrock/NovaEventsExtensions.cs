using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.Bedrock;

internal static class NovaEventsExtensions
{
    public static string[] Types(this IEnumerable<JsonObject> events) => [.. events.Select(entry => entry["type"]!.GetValue<string>())];

    public static JsonObject One(this IEnumerable<JsonObject> events, string type) =>
        events.Where(entry => entry["type"]!.GetValue<string>() == type).ShouldHaveSingleItem();

    public static JsonNode At(this JsonNode node, string path) =>
        path.Split('.').Aggregate(node, (inner, name) => (int.TryParse(name, out var index) ? inner[index] : inner[name])!);

    public static string Said(this JsonNode node, string path) => node.At(path).GetValue<string>();

    public static JsonObject Refused(this JsonObject[] events, string param, string? code = null)
    {
        var error = events.ShouldHaveSingleItem().At("error").AsObject();
        error["param"]?.GetValue<string>().ShouldBe(param);
        if (code is not null)
        {
            error.Said("code").ShouldBe(code);
        }

        return error;
    }
}

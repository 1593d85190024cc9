using System.Text.Json.Nodes;

namespace Realtime.Protocol.Tests.Dialects;

internal static class JsonShould
{
    /// <summary>Asserts that both texts are the same JSON; the order of keys does not matter.</summary>
    public static void ShouldBeJson(this string actual, string expected)
    {
        var (left, right) = (JsonNode.Parse(actual), JsonNode.Parse(expected));
        JsonNode.DeepEquals(left, right).ShouldBeTrue($"got      {left?.ToJsonString()}\nexpected {right?.ToJsonString()}");
    }

    /// <summary>Joins the fields of two objects.</summary>
    public static string With(this string json, string fields)
    {
        var joined = JsonNode.Parse(json)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject())
        {
            joined[name] = value?.DeepClone();
        }

        return joined.ToJsonString();
    }
}

using System.Text.Json.Nodes;

namespace Realtime.Grains.Tests.Sessions.Replacement;

/// <summary>What a provider of OpenAI's form does with settings and items: it acknowledges them, or refuses those that the test names.</summary>
internal sealed class SpokenProvider
{
    public string? RefusedParam { get; init; }

    public Func<string, bool> RefusesItem { get; init; } = _ => false;

    /// <summary>Gets what happens when an item is created; true when it is dealt with.</summary>
    public Func<FakeUpstream, bool> OnItem { get; init; } = _ => false;

    public static string Created(string session = """{"type":"realtime","audio":{"input":{"turn_detection":null}}}""") =>
        $$"""{"type":"session.created","session":{{session}}}""";

    public void Answer(FakeUpstream upstream, string sent)
    {
        var root = JsonNode.Parse(sent)!.AsObject();
        switch ((string?)root["type"])
        {
            case "session.update" when RefusedParam is { } param && Has(root, param):
                upstream.Say(Error(root, param));
                break;

            case "session.update":
                upstream.Say($$"""{"type":"session.updated","session":{{root["session"]!.ToJsonString()}}}""");
                break;

            case "conversation.item.create" when OnItem(upstream):
                break;

            case "conversation.item.create" when RefusesItem(sent):
                upstream.Say(Error(root, "item"));
                break;

            case "conversation.item.create":
                var item = root["item"]!.DeepClone().AsObject();
                item["id"] ??= "made_" + upstream.Sent.Count;
                item["status"] = "completed";
                upstream.Say($$"""{"type":"conversation.item.added","previous_item_id":null,"item":{{item.ToJsonString()}}}""");
                upstream.Say($$"""{"type":"conversation.item.done","previous_item_id":null,"item":{{item.ToJsonString()}}}""");
                break;
        }
    }

    private static bool Has(JsonObject root, string param)
    {
        JsonNode? node = root;
        foreach (var name in param.Split('.'))
        {
            node = (node as JsonObject)?[name];
        }

        return node is not null;
    }

    private static string Error(JsonObject root, string param) => new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject
        {
            ["type"] = "invalid_request_error",
            ["code"] = "invalid_value",
            ["message"] = "No.",
            ["param"] = param,
            ["event_id"] = root["event_id"]?.DeepClone(),
        },
    }.ToJsonString();
}

using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Json;
using Realtime.Simulator.Responses;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Sessions;

/// <summary>Reads <c>response.create</c> and <c>response.cancel</c>.</summary>
internal sealed class ResponseCommands(SessionContext session, ResponseDesk responses)
{
    private const int MetadataPairs = 16;

    public void Create(JsonObject clientEvent)
    {
        var parameters = clientEvent.Object("response") ?? [];
        var problem = ReadInput(parameters.Array("input"), out var input) ?? CheckMetadata(parameters.Object("metadata"));
        if (problem is not null)
        {
            session.Fail(problem, clientEvent.Text("event_id"));
            return;
        }

        responses.Create(
            new(session.Form.Override(session.Settings, parameters))
            {
                OwnInstructions = parameters.Text("instructions"),
                IsOutOfBand = parameters.Text("conversation") == "none",
                Metadata = parameters.Object("metadata"),
                Input = input,
            },
            clientEvent.Text("event_id"));
    }

    public void Cancel(JsonObject clientEvent) => responses.Cancel(clientEvent.Text("response_id"), clientEvent.Text("event_id"));

    private static FieldProblem? CheckMetadata(JsonObject? metadata)
    {
        const string Path = "response.metadata";
        if (metadata?.Count > MetadataPairs)
        {
            return new("object_above_max_properties", $"Invalid '{Path}': too many properties. Expected an object with at most {MetadataPairs} properties, but got an object with {metadata.Count} properties instead.", Path);
        }

        foreach (var (name, value) in metadata ?? [])
        {
            if (name.Length > 64)
            {
                return new("string_above_max_length", $"Invalid key in '{Path}': at most 64 characters.", Path);
            }

            if (Shape.TextUpTo(512).Check(value, $"{Path}.{name}") is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private FieldProblem? ReadInput(JsonArray? input, out IReadOnlyList<ConversationItem>? items)
    {
        items = null;
        if (input is null)
        {
            return null;
        }

        var read = new List<ConversationItem>();
        for (var index = 0; index < input.Count; index++)
        {
            var item = (JsonObject)input[index]!;
            if (item.Text("type") != "item_reference")
            {
                read.Add(ItemReader.Read(item, IdSource.Make("item"), session.Settings.InputFormat));
            }
            else if (session.History.Find(item.Text("id")) is { } known)
            {
                read.Add(known);
            }
            else
            {
                return new("invalid_item_id", $"Item with id '{item.Text("id")}' not found in the conversation.", $"response.input[{index}].id");
            }
        }

        items = read;
        return null;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

internal sealed class ListShape(Shape item, int most) : Shape
{
    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.Array;

    public override FieldProblem? Check(JsonNode? value, string path)
    {
        if (value is not JsonArray items)
        {
            return FieldProblem.WrongType(path, "an array", Describe(value));
        }

        if (items.Count > most)
        {
            return new("array_above_max_length", $"Invalid '{path}': array too long. Expected an array with maximum length {most}, but got an array with length {items.Count} instead.", path);
        }

        return items.Select((element, index) => item.Check(element, $"{path}[{index}]")).FirstOrDefault(problem => problem is not null);
    }
}

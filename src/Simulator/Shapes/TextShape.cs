using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

internal sealed class TextShape(int most) : Shape
{
    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.String;

    public override FieldProblem? Check(JsonNode? value, string path)
    {
        if (KindOf(value) != JsonValueKind.String)
        {
            return FieldProblem.WrongType(path, "a string", Describe(value));
        }

        var length = value!.GetValue<string>().Length;
        return length <= most
            ? null
            : new("string_above_max_length", $"Invalid '{path}': string too long. Expected a string with maximum length {most}, but got a string with length {length} instead.", path);
    }
}

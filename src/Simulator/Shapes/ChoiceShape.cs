using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

internal sealed class ChoiceShape(string[] values) : Shape
{
    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.String;

    public override FieldProblem? Check(JsonNode? value, string path)
    {
        if (KindOf(value) != JsonValueKind.String)
        {
            return FieldProblem.WrongType(path, values.Length == 1 ? $"'{values[0]}'" : "one of " + string.Join(", ", values.Select(v => $"'{v}'")), Describe(value));
        }

        var text = value!.GetValue<string>();
        return values.Contains(text) ? null : FieldProblem.WrongValue(path, text, values);
    }
}

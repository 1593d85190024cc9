using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

internal sealed class FlagShape : Shape
{
    public override bool Takes(JsonValueKind kind) => kind is JsonValueKind.True or JsonValueKind.False;

    public override FieldProblem? Check(JsonNode? value, string path) =>
        Takes(KindOf(value)) ? null : FieldProblem.WrongType(path, "a boolean", Describe(value));
}

using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

internal sealed class AnyShape : Shape
{
    public override FieldProblem? Check(JsonNode? value, string path) => null;
}

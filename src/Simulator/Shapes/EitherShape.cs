using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

internal sealed class EitherShape(Shape[] shapes) : Shape
{
    public override bool Takes(JsonValueKind kind) => shapes.Any(shape => shape.Takes(kind));

    public override FieldProblem? Check(JsonNode? value, string path) =>
        (shapes.FirstOrDefault(shape => shape.Takes(KindOf(value))) ?? shapes[0]).Check(value, path);
}

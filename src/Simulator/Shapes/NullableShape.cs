using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

internal sealed class NullableShape(Shape inner) : Shape
{
    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.Null || inner.Takes(kind);

    public override FieldProblem? Check(JsonNode? value, string path) => value is null ? null : inner.Check(value, path);
}

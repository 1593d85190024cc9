using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

/// <summary>A session in an update: its <c>type</c> has to be there, and is asked for before anything else is looked at.</summary>
internal sealed class TypedSessionShape(Shape session) : Shape
{
    public override FieldProblem? Check(JsonNode? value, string path) =>
        value is JsonObject members && !members.ContainsKey("type") ? FieldProblem.Missing($"{path}.type") : session.Check(value, path);
}

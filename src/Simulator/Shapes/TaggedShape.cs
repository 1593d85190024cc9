using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

/// <summary>An object whose shape depends on one of its members, mostly <c>type</c>.</summary>
internal sealed class TaggedShape(string tag, bool isTagNeeded, params (string Value, Shape Shape)[] variants) : Shape
{
    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.Object;

    public override FieldProblem? Check(JsonNode? value, string path)
    {
        if (value is not JsonObject members)
        {
            return FieldProblem.WrongType(path, "an object", Describe(value));
        }

        var at = path.Length == 0 ? tag : $"{path}.{tag}";
        if (!members.TryGetPropertyValue(tag, out var found))
        {
            return isTagNeeded ? FieldProblem.Missing(at) : variants[0].Shape.Check(value, path);
        }

        var problem = new ChoiceShape([.. variants.Select(variant => variant.Value)]).Check(found, at);
        return problem ?? variants.First(variant => variant.Value == found!.GetValue<string>()).Shape.Check(value, path);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

/// <summary>An object with known members; others are refused unless it is open.</summary>
internal sealed class ObjectShape : Shape
{
    private readonly Dictionary<string, Shape> _members = new(StringComparer.Ordinal);
    private readonly List<string> _required = [];
    private bool _isOpen;

    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.Object;

    public ObjectShape With(string name, Shape shape)
    {
        _members[name] = shape;
        return this;
    }

    public ObjectShape Needs(string name, Shape shape)
    {
        _required.Add(name);
        return With(name, shape);
    }

    /// <summary>Takes members that it does not know.</summary>
    public ObjectShape Open()
    {
        _isOpen = true;
        return this;
    }

    public override FieldProblem? Check(JsonNode? value, string path)
    {
        if (value is not JsonObject members)
        {
            return FieldProblem.WrongType(path, "an object", Describe(value));
        }

        var missing = _required.Find(name => !members.ContainsKey(name));
        return missing is not null ? FieldProblem.Missing(Join(path, missing)) : members.Select(member => CheckMember(member, path)).FirstOrDefault(problem => problem is not null);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private FieldProblem? CheckMember(KeyValuePair<string, JsonNode?> member, string path)
    {
        var at = Join(path, member.Key);
        return _members.TryGetValue(member.Key, out var shape) ? shape.Check(member.Value, at) : _isOpen ? null : FieldProblem.Unknown(at);
    }
}

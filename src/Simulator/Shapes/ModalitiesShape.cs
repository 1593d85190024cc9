using System.Text.Json.Nodes;

namespace Realtime.Simulator.Shapes;

/// <summary>A set of modalities, of which only some combinations are possible.</summary>
internal sealed class ModalitiesShape(params string[][] combinations) : Shape
{
    private readonly ListShape _list = new(new ChoiceShape(["text", "audio"]), 2);

    public override FieldProblem? Check(JsonNode? value, string path)
    {
        if (_list.Check(value, path) is { } problem)
        {
            return problem;
        }

        var wanted = ((JsonArray)value!).Select(entry => entry!.GetValue<string>()).Order(StringComparer.Ordinal).ToArray();
        return combinations.Any(known => known.Order(StringComparer.Ordinal).SequenceEqual(wanted, StringComparer.Ordinal))
            ? null
            : new("invalid_value", $"Invalid modalities: {Write(wanted)}. Supported combinations are: {string.Join(" and ", combinations.Select(Write))}.", path);
    }

    private static string Write(string[] names) => "[" + string.Join(", ", names.Select(name => $"'{name}'")) + "]";
}

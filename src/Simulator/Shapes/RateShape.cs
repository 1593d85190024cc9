using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Shapes;

/// <summary>One of some sample rates.</summary>
internal sealed class RateShape(params int[] rates) : Shape
{
    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.Number;

    public override FieldProblem? Check(JsonNode? value, string path) =>
        KindOf(value) != JsonValueKind.Number ? FieldProblem.WrongType(path, "an integer", Describe(value))
        : rates.Any(rate => rate == ((JsonValue)value!).AsDouble()) ? null
        : FieldProblem.WrongValue(path, value!.ToJsonString(), rates.Select(rate => rate.ToString(CultureInfo.InvariantCulture)));
}

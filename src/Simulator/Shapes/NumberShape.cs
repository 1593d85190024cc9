using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Shapes;

internal sealed class NumberShape(double least, double most, bool whole) : Shape
{
    private string Kind => whole ? "integer" : "decimal";

    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.Number;

    public override FieldProblem? Check(JsonNode? value, string path)
    {
        if (KindOf(value) != JsonValueKind.Number)
        {
            return FieldProblem.WrongType(path, whole ? "an integer" : "a decimal", Describe(value));
        }

        var number = ((JsonValue)value!).AsDouble();
        if (whole && number % 1 != 0)
        {
            return FieldProblem.WrongType(path, "an integer", Describe(value));
        }

        return number < least ? OutOfRange("below_min_value", "below minimum", ">=", least, number, path)
            : number > most ? OutOfRange("above_max_value", "above maximum", "<=", most, number, path)
            : null;
    }

    private FieldProblem OutOfRange(string code, string where, string sign, double limit, double number, string path) => new(
        $"{Kind}_{code}",
        string.Create(CultureInfo.InvariantCulture, $"Invalid '{path}': {Kind} {where} value. Expected a value {sign} {limit}, but got {number} instead."),
        path);
}

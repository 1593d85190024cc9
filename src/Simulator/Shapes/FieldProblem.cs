namespace Realtime.Simulator.Shapes;

/// <summary>Why a client's event is refused.</summary>
/// <param name="Code">The protocol's error code.</param>
/// <param name="Message">For people.</param>
/// <param name="Param">Dotted path of the field at fault, or null.</param>
internal sealed record FieldProblem(string Code, string Message, string? Param)
{
    public static FieldProblem Unknown(string path) => new("unknown_parameter", $"Unknown parameter: '{path}'.", path);

    public static FieldProblem Missing(string path) => new("missing_required_parameter", $"Missing required parameter: '{path}'.", path);

    public static FieldProblem WrongType(string path, string expected, string actual) =>
        new("invalid_type", $"Invalid type for '{path}': expected {expected}, but got {actual} instead.", path);

    public static FieldProblem WrongValue(string path, string value, IEnumerable<string> supported) =>
        new("invalid_value", $"Invalid value: '{value}'. Supported values are: {Listed(supported)}.", path);

    private static string Listed(IEnumerable<string> values)
    {
        var quoted = values.Select(value => $"'{value}'").ToArray();
        return quoted.Length < 2 ? string.Concat(quoted) : $"{string.Join(", ", quoted[..^1])}, and {quoted[^1]}";
    }
}

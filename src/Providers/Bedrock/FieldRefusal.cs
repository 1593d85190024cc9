namespace Realtime.Providers.Bedrock;

/// <summary>Why an event of the client's, or a turn, is refused.</summary>
/// <param name="Code">The error's code.</param>
/// <param name="Message">What is wrong and what would be right, for people.</param>
/// <param name="Param">The dotted path of the field at fault, or null.</param>
/// <param name="Type">The error's type.</param>
internal sealed record FieldRefusal(string Code, string Message, string? Param, string Type = "invalid_request_error")
{
    /// <summary>Refuses what Nova Sonic cannot do.</summary>
    /// <param name="param">The field.</param>
    /// <param name="what">What it cannot do, as a sentence.</param>
    /// <returns>The refusal.</returns>
    public static FieldRefusal Unsupported(string param, string what) => new("unsupported_parameter", $"Unsupported parameter: '{param}'. {what}", param);

    /// <summary>Refuses a value.</summary>
    /// <param name="param">The field.</param>
    /// <param name="expected">What would be right.</param>
    /// <returns>The refusal.</returns>
    public static FieldRefusal Invalid(string param, string expected) => new("invalid_value", $"Invalid value: '{param}' must be {expected}.", param);
}

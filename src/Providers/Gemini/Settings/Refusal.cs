namespace Realtime.Providers.Gemini.Settings;

/// <summary>Why something that a client wants cannot be had.</summary>
/// <param name="Code">The error's code.</param>
/// <param name="Message">What is wrong and what to do, for people.</param>
/// <param name="Param">The dotted path of the field.</param>
internal sealed record Refusal(string Code, string Message, string? Param)
{
    /// <summary>Refuses a field that the service has nothing for.</summary>
    /// <param name="param">The field.</param>
    /// <param name="why">What to do instead, as a sentence.</param>
    /// <returns>The refusal.</returns>
    public static Refusal Unsupported(string param, string why) =>
        new("unsupported_parameter", $"Unsupported parameter: '{param}'. {why}", param);

    /// <summary>Refuses a value.</summary>
    /// <param name="param">The field.</param>
    /// <param name="why">What it must be, as a sentence.</param>
    /// <returns>The refusal.</returns>
    public static Refusal Invalid(string param, string why) => new("invalid_value", $"Invalid value for '{param}'. {why}", param);
}

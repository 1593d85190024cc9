namespace Realtime.Bench.Wire;

/// <summary>Options of the form <c>--name value</c>, or <c>--name</c> alone for a switch.</summary>
public sealed class CommandLine
{
    private readonly Dictionary<string, string> _values;

    private CommandLine(Dictionary<string, string> values) => _values = values;

    /// <summary>Reads the options.</summary>
    /// <exception cref="FormatException">An option is none of the known ones, or a word stands where an option should.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments, params IReadOnlyCollection<string> known)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i].StartsWith("--", StringComparison.Ordinal) ? arguments[i][2..] : "";
            if (!known.Contains(name))
            {
                throw new FormatException($"'{arguments[i]}' is no option; known: --{string.Join(", --", known)}");
            }

            var hasValue = i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal);
            values[name] = hasValue ? arguments[++i] : "true";
        }

        return new CommandLine(values);
    }

    /// <summary>Whether the switch was given.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The option's text, or the default.</summary>
    public string Text(string name, string fallback) => _values.GetValueOrDefault(name, fallback);

    /// <summary>The option's text.</summary>
    /// <exception cref="FormatException">It was not given.</exception>
    public string Required(string name) =>
        _values.GetValueOrDefault(name) ?? throw new FormatException($"--{name} is needed");

    /// <summary>The option's whole number, or the default.</summary>
    /// <exception cref="FormatException">It is no whole number, or less than zero.</exception>
    public int Number(string name, int fallback)
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return fallback;
        }

        return int.TryParse(text, out var number) && number >= 0
            ? number
            : throw new FormatException($"--{name} takes a whole number, not '{text}'");
    }

    /// <summary>The option's words, separated by commas, or the default's.</summary>
    public IReadOnlyList<string> Words(string name, string fallback) =>
        Text(name, fallback).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

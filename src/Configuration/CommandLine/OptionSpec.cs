namespace Realtime.Configuration.CommandLine;

/// <summary>One option of the command line.</summary>
/// <param name="Name">The name with its dashes.</param>
/// <param name="Short">The short form; null when there is none.</param>
/// <param name="Value">What the value is, for the help; null for a switch.</param>
/// <param name="Variables">The environment variables that stand in, the first one first.</param>
/// <param name="Help">What the option does.</param>
/// <param name="Apply">Puts a value in; returns null when the value cannot be right.</param>
internal sealed record OptionSpec(
    string Name, string? Short, string? Value, string[] Variables, string Help, Func<ProcessOptions, string, ProcessOptions?> Apply)
{
    /// <summary>Gets how a value looks, for messages.</summary>
    public string Example { get; init; } = "";
}

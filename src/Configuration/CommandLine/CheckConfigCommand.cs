using Realtime.Configuration.Loading;
using Realtime.Configuration.Validation;

namespace Realtime.Configuration.CommandLine;

/// <summary>What <c>--check-config</c> does.</summary>
public static class CheckConfigCommand
{
    /// <summary>The exit code when the configuration has problems.</summary>
    public const int ProblemsExitCode = 1;

    /// <summary>
    /// Reads a configuration and writes, a line each, its warnings and problems, or when there are no problems the models that it
    /// makes. Nothing secret is written.
    /// </summary>
    /// <param name="path">The main file; null: only the environment.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="output">Takes findings and the table.</param>
    /// <param name="error">Takes one closing line when there are problems.</param>
    /// <param name="checks">What else has a say; null: nothing.</param>
    /// <returns>The exit code: 0, or <see cref="ProblemsExitCode"/>.</returns>
    public static int Run(
        string? path,
        IReadOnlyDictionary<string, string> environment,
        TextWriter output,
        TextWriter error,
        IReadOnlyList<IConfigCheck>? checks = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var result = ConfigLoader.Load(path, environment, checks: checks);
        foreach (var warning in result.Warnings)
        {
            output.WriteLine(warning);
        }

        foreach (var problem in result.Problems)
        {
            output.WriteLine(problem);
        }

        if (result.Config is null)
        {
            error.WriteLine($"{result.Problems.Count} problem(s): no process would start with this configuration.");
            return ProblemsExitCode;
        }

        ModelTableText.Write(result.Config, output);
        return 0;
    }
}

using System.Collections;
using System.Reflection;
using Realtime.Configuration.CommandLine;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Reload;
using Realtime.Configuration.Validation;
using Realtime.Guardrails;

namespace Realtime.Hosting.Start;

/// <summary>What every process does before it runs: read its arguments and its configuration, or do what else it was asked for.</summary>
public sealed class ProcessStart
{
    private static readonly IConfigCheck[] _checks = [new GuardrailConfigCheck()];

    private ProcessStart(ProcessOptions options, IReadOnlyDictionary<string, string> environment, ConfigLoadResult config)
    {
        Options = options;
        Environment = environment;
        Config = config;
    }

    /// <summary>Gets the arguments.</summary>
    public ProcessOptions Options { get; }

    /// <summary>Gets the environment's variables at the start.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Gets the configuration, which has no problems.</summary>
    public ConfigLoadResult Config { get; }

    /// <summary>Gets where the configuration is read from again; null when there is no file.</summary>
    public ConfigSource? Source => Options.ConfigPath is { } path ? new ConfigSource(path, Environment) { Checks = _checks } : null;

    /// <summary>Reads arguments and configuration.</summary>
    /// <param name="program">The program's name for its help.</param>
    /// <param name="arguments">The command line.</param>
    /// <returns>The start; null with an exit code when the process has nothing more to do.</returns>
    public static async Task<(ProcessStart? Start, int ExitCode)> ReadAsync(string program, string[] arguments)
    {
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        var (options, error) = CommandLineParser.Parse(arguments, environment);
        if (options is null)
        {
            await Console.Error.WriteLineAsync(error).ConfigureAwait(false);
            return (null, CommandLineResult.WrongArgumentsExitCode);
        }

        if (options.Help)
        {
            await Console.Out.WriteLineAsync(CommandLineParser.Help(program)).ConfigureAwait(false);
            return (null, 0);
        }

        if (options.Version)
        {
            var version = typeof(ProcessStart).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            await Console.Out.WriteLineAsync(version).ConfigureAwait(false);
            return (null, 0);
        }

        if (options.HealthCheckUrl is { } url)
        {
            return (null, await HealthProbe.RunAsync(url).ConfigureAwait(false));
        }

        if (options.CheckConfig)
        {
            return (null, CheckConfigCommand.Run(options.ConfigPath, environment, Console.Out, Console.Error, _checks));
        }

        var config = ConfigLoader.Load(options.ConfigPath, environment, checks: _checks);
        if (config.Config is null)
        {
            foreach (var problem in config.Problems)
            {
                await Console.Error.WriteLineAsync(problem.ToString()).ConfigureAwait(false);
            }

            return (null, CheckConfigCommand.ProblemsExitCode);
        }

        return (new ProcessStart(options, environment, config), 0);
    }
}

using System.Globalization;
using System.Net;
using System.Text;
using Realtime.Configuration.Loading;

namespace Realtime.Configuration.CommandLine;

/// <summary>Reads the command line of the gateway and the silo: <c>--name value</c> or <c>--name=value</c>, else the environment.</summary>
public static class CommandLineParser
{
    private static readonly OptionSpec[] _options =
    [
        new("--config", "-c", "FILE", ["REALTIME_CONFIG", "CONFIG_FILE_PATH"], "the configuration file",
            (o, v) => o with { ConfigPath = v }) { Example = "config.yaml" },
        new("--host", null, "HOST", ["REALTIME_HOST", "HOST"], "the address to listen on (127.0.0.1 without a master key, else 0.0.0.0)",
            (o, v) => o with { Host = v }) { Example = "127.0.0.1" },
        new("--port", null, "PORT", ["REALTIME_PORT", "PORT"], "the port to listen on, 0 for a free one (4000)",
            (o, v) => Port(v) is { } port ? o with { Port = port } : null) { Example = "a number from 0 to 65535" },
        new("--data", null, "DIR", ["REALTIME_DATA"], "the directory for what is kept (./data)",
            (o, v) => o with { DataDirectory = v }) { Example = "./data" },
        new("--cluster", null, "HOST:PORT", ["REALTIME_CLUSTER"], "the Redis that makes this process part of a cluster",
            (o, v) => IsEndpoint(v) ? o with { Cluster = v } : null) { Example = "HOST:PORT such as 127.0.0.1:6379" },
        new("--silo-port", null, "PORT", ["REALTIME_SILO_PORT"], "the port for other silos (a free one)",
            (o, v) => Port(v) is { } port ? o with { SiloPort = port } : null) { Example = "a number from 0 to 65535" },
        new("--client-port", null, "PORT", ["REALTIME_CLIENT_PORT"], "the port for gateways (a free one)",
            (o, v) => Port(v) is { } port ? o with { ClientPort = port } : null) { Example = "a number from 0 to 65535" },
        new("--check-config", null, null, [], "check the configuration, print the models, and exit", (o, _) => o with { CheckConfig = true }),
        new("--healthcheck", null, "URL", [], "probe the URL and exit", (o, v) => o with { HealthCheckUrl = v })
            { Example = "http://127.0.0.1:4000/health/readiness" },
        new("--help", "-h", null, [], "print this and exit", (o, _) => o with { Help = true }),
        new("--version", "-v", null, [], "print the version and exit", (o, _) => o with { Version = true }),
    ];

    /// <summary>Reads the arguments and, for what they do not say, the environment.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">The environment variables.</param>
    public static CommandLineResult Parse(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(environment);
        var given = new Dictionary<OptionSpec, string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(arguments[i]);
            if (Array.Find(_options, o => o.Name == name || o.Short == name) is not { } option)
            {
                return Wrong(Unknown(arguments[i], name));
            }

            if (option.Value is null && value is not null)
            {
                return Wrong($"{option.Name} takes no value: write {option.Name} alone");
            }

            // A value may not look like an option, or a forgotten one would swallow the next.
            if (option.Value is not null && value is null && i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                value = arguments[++i];
            }

            if (option.Value is not null && string.IsNullOrEmpty(value))
            {
                return Wrong($"{option.Name} lacks its value: write {option.Name} {option.Value}");
            }

            if (!given.TryAdd(option, value ?? ""))
            {
                return Wrong($"{option.Name} is given twice: keep one of them");
            }
        }

        return Apply(given, environment);
    }

    /// <summary>Gives the help text, several lines with an end of line each.</summary>
    /// <param name="program">The program's name, for the first line.</param>
    public static string Help(string program)
    {
        var text = new StringBuilder($"usage: {program} [options]\n\n");
        foreach (var option in _options)
        {
            var form = $"{(option.Short is null ? "" : option.Short + ", ")}{option.Name} {option.Value}".TrimEnd();
            var variables = option.Variables.Length == 0 ? "" : $" [{string.Join(", ", option.Variables)}]";
            text.Append(CultureInfo.InvariantCulture, $"  {form,-26}{option.Help}{variables}\n");
        }

        return text.ToString();
    }

    private static CommandLineResult Apply(Dictionary<OptionSpec, string> given, IReadOnlyDictionary<string, string> environment)
    {
        var options = new ProcessOptions();
        foreach (var option in _options)
        {
            var source = option.Name;
            if (!given.TryGetValue(option, out var value))
            {
                var variable = Array.Find(option.Variables, v => IsMeant(v, environment));
                if (variable is null)
                {
                    continue;
                }

                (source, value) = (variable, environment[variable].Trim());
            }

            if (option.Apply(options, value) is not { } applied)
            {
                return Wrong($"{source}: '{value}' cannot be right: write {option.Example}");
            }

            options = applied;
        }

        return new CommandLineResult(options, null);
    }

    // Shells and build tools set HOST to the machine's name or to a kind of machine, which nobody wants to listen on.
    private static bool IsMeant(string variable, IReadOnlyDictionary<string, string> environment) =>
        environment.TryGetValue(variable, out var text)
        && text.Trim().Length > 0
        && (variable != "HOST" || ListenAddress.IsLoopback(text.Trim()) || IPAddress.TryParse(text.Trim(), out _));

    private static CommandLineResult Wrong(string error) => new(null, error);

    private static string Unknown(string argument, string name)
    {
        if (!name.StartsWith('-'))
        {
            return $"'{argument}' is not expected: options begin with --, see --help";
        }

        var nearest = NearestName.Find(name, _options.Select(o => o.Name));
        return $"{name} is not an option: {(nearest is null ? "see --help" : $"did you mean {nearest}?")}";
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var at = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        return at < 0 ? (argument, null) : (argument[..at], argument[(at + 1)..]);
    }

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535 ? port : null;

    private static bool IsEndpoint(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && Port(text[(colon + 1)..]) is > 0 && !text.Contains("://", StringComparison.Ordinal);
    }
}

using Microsoft.Extensions.Logging;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Source;

namespace Realtime.Configuration.Reload;

/// <summary>
/// Holds the configuration in force. A reload puts a new one in its place for sessions to come; running sessions keep the
/// <see cref="Deployment"/> that they hold. A configuration with problems is never put in force. Safe to use from any thread.
/// </summary>
public sealed partial class ConfigStore
{
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private volatile RealtimeConfig _current;
    private volatile IReadOnlyList<string> _files;
    private string _digest;

    /// <summary>Makes a store of a configuration that was just read.</summary>
    /// <param name="source">Where it was read from, and is read from again; null: it does not come from a file.</param>
    /// <param name="initial">What was read; without problems.</param>
    /// <param name="logger">Takes what happens at a reload.</param>
    public ConfigStore(ConfigSource? source, ConfigLoadResult initial, ILogger<ConfigStore> logger)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(logger);
        Source = source;
        _current = initial.Config ?? throw new ArgumentException("A configuration with problems cannot be in force.", nameof(initial));
        _files = initial.Files;
        _digest = initial.Digest;
        _logger = logger;
    }

    /// <summary>Happens after a new configuration came into force; handlers run one after the other, on the reloading thread.</summary>
    public event EventHandler<ConfigChangedEventArgs>? Changed;

    /// <summary>Gets the configuration in force. Take it once for each decision: the next call may give another one.</summary>
    public RealtimeConfig Current => _current;

    /// <summary>Gets where the configuration is read from; null when it does not come from a file.</summary>
    public ConfigSource? Source { get; }

    /// <summary>Gets the files to look at for changes, the main one first.</summary>
    internal IReadOnlyList<string> Files => _files;

    /// <summary>Reads the files again, and puts what they say in force unless there is a problem.</summary>
    /// <param name="reason">Why, for the log, for instance <c>SIGHUP</c>.</param>
    /// <returns>What was read; null when the configuration does not come from a file.</returns>
    public ConfigLoadResult? Reload(string reason)
    {
        if (Source is null)
        {
            LogNoFile(_logger, reason);
            return null;
        }

        lock (_lock)
        {
            return Take(Source.Load(), reason);
        }
    }

    /// <summary>Puts a configuration in force that was made by code.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="reason">Why, for the log.</param>
    public void Replace(RealtimeConfig config, string reason)
    {
        ArgumentNullException.ThrowIfNull(config);
        lock (_lock)
        {
            PutInForce(config, reason);
        }
    }

    /// <summary>Reloads if the files' texts are not those that were read last.</summary>
    /// <returns>Whether they had changed.</returns>
    internal bool ReloadIfChanged(string reason)
    {
        lock (_lock)
        {
            if (Source is null || DigestingFiles.Of(Source.Files, _files) == _digest)
            {
                return false;
            }

            Take(Source.Load(), reason);
            return true;
        }
    }

    private ConfigLoadResult Take(ConfigLoadResult result, string reason)
    {
        // Also of a broken file, so that it is told once and not at every look.
        (_files, _digest) = (result.Files, result.Digest);
        if (result.Config is { General.MasterKey: null } && _current.General.MasterKey is not null)
        {
            result = result with { Config = null, Problems = [LostMasterKey(result)] };
        }

        foreach (var warning in result.Warnings)
        {
            LogWarning(_logger, warning.ToString());
        }

        if (result.Config is null)
        {
            LogRefused(_logger, reason, result.Problems.Count);
            foreach (var problem in result.Problems)
            {
                LogProblem(_logger, problem.ToString());
            }

            return result;
        }

        PutInForce(result.Config, reason);
        return result;
    }

    // The process listens where others can reach it because there was a key to ask them for.
    private static ConfigProblem LostMasterKey(ConfigLoadResult result) => new(
        new SourcePosition(result.Files.Count > 0 ? result.Files[0] : "(no file)", 1, 1),
        "general_settings.master_key",
        "is gone, which would let everyone in",
        "put it back, or start the process again without it");

    private void PutInForce(RealtimeConfig config, string reason)
    {
        var before = _current;
        var change = ConfigChange.Between(before, config);
        _current = config;
        if (change.IsEmpty)
        {
            LogUnchanged(_logger, reason);
        }
        else
        {
            LogReloaded(_logger, reason, Names(change.Added), Names(change.Removed), Names(change.Changed), List(change.ChangedKeys));
        }

        if (change.RestartKeys.Count > 0)
        {
            LogRestart(_logger, List(change.RestartKeys));
        }

        if (before.General.MasterKey is null && config.General.MasterKey is not null)
        {
            LogFirstMasterKey(_logger);
        }

        foreach (var handler in Changed?.GetInvocationList().Cast<EventHandler<ConfigChangedEventArgs>>() ?? [])
        {
            try
            {
                handler(this, new ConfigChangedEventArgs(config, change));
            }
            catch (Exception error)
            {
                // One listener's mistake must not keep the others from the new configuration.
                LogHandlerFailed(_logger, error);
            }
        }
    }

    private static string Names(IReadOnlyList<Deployment> deployments) => List([.. deployments.Select(d => d.ToString())]);

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    [LoggerMessage(1, LogLevel.Information, "Configuration reloaded ({Reason}): added {Added}; removed {Removed}; changed {Changed}; settings {Settings}")]
    private static partial void LogReloaded(ILogger logger, string reason, string added, string removed, string changed, string settings);

    [LoggerMessage(2, LogLevel.Information, "Configuration reloaded ({Reason}): nothing changed")]
    private static partial void LogUnchanged(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Error, "The new configuration ({Reason}) has {Count} problem(s); the old one stays in force")]
    private static partial void LogRefused(ILogger logger, string reason, int count);

    [LoggerMessage(4, LogLevel.Error, "Configuration problem: {Problem}")]
    private static partial void LogProblem(ILogger logger, string problem);

    [LoggerMessage(5, LogLevel.Warning, "Configuration warning: {Warning}")]
    private static partial void LogWarning(ILogger logger, string warning);

    [LoggerMessage(6, LogLevel.Warning, "Changed settings that count only after a restart: {Keys}")]
    private static partial void LogRestart(ILogger logger, string keys);

    [LoggerMessage(7, LogLevel.Warning, "A master key is set now and is asked for; the address to listen on stays until a restart")]
    private static partial void LogFirstMasterKey(ILogger logger);

    [LoggerMessage(8, LogLevel.Warning, "Nothing to reload ({Reason}): there is no configuration file")]
    private static partial void LogNoFile(ILogger logger, string reason);

    [LoggerMessage(9, LogLevel.Error, "A listener failed on the new configuration")]
    private static partial void LogHandlerFailed(ILogger logger, Exception error);
}

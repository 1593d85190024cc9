using Realtime.Configuration.Loading;
using Realtime.Configuration.Validation;

namespace Realtime.Configuration.Reload;

/// <summary>Where a configuration is read from, again and again.</summary>
/// <param name="Path">The main file, as the operator wrote it.</param>
/// <param name="Environment">The environment variables of the process.</param>
public sealed record ConfigSource(string Path, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Gets what reads the files; this machine's by default.</summary>
    public IConfigFiles Files { get; init; } = DiskFiles.Instance;

    /// <summary>Gets what else has a say in whether the configuration is good.</summary>
    public IReadOnlyList<IConfigCheck> Checks { get; init; } = [];

    /// <summary>Reads the configuration as it is now.</summary>
    public ConfigLoadResult Load() => ConfigLoader.Load(Path, Environment, Files, Checks);
}

using System.Collections;

namespace Realtime.Configuration.Loading;

/// <summary>The environment variables of this process.</summary>
public static class ProcessEnvironment
{
    /// <summary>Takes a copy of the variables as they are now.</summary>
    public static IReadOnlyDictionary<string, string> Read() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
}

using Realtime.Configuration.Source;

namespace Realtime.Configuration.Reload;

/// <summary>What differs between two configurations. It names things and holds no values.</summary>
public sealed record ConfigChange
{
    // Read once, when a process starts.
    private static readonly HashSet<string> _restartKeys = new(StringComparer.Ordinal)
    {
        "general_settings.database_url", "general_settings.database_connection_pool_limit",
        "general_settings.database_connection_timeout", "litellm_settings.json_logs", "environment_variables",
    };

    /// <summary>Gets the deployments that are new.</summary>
    public IReadOnlyList<Deployment> Added { get; init; } = [];

    /// <summary>Gets the deployments that are gone.</summary>
    public IReadOnlyList<Deployment> Removed { get; init; } = [];

    /// <summary>Gets the deployments that are as new: the same id, but other credentials, limits or settings.</summary>
    public IReadOnlyList<Deployment> Changed { get; init; } = [];

    /// <summary>Gets the other keys that are new, gone or changed, for instance <c>general_settings.idle_timeout</c>.</summary>
    public IReadOnlyList<string> ChangedKeys { get; init; } = [];

    /// <summary>Gets those of <see cref="ChangedKeys"/> that count only when the process starts again.</summary>
    public IReadOnlyList<string> RestartKeys { get; init; } = [];

    /// <summary>Gets a value indicating whether nothing differs.</summary>
    public bool IsEmpty => Added.Count + Removed.Count + Changed.Count + ChangedKeys.Count == 0;

    /// <summary>Compares two configurations.</summary>
    /// <param name="before">The present one.</param>
    /// <param name="after">The one to come.</param>
    public static ConfigChange Between(RealtimeConfig before, RealtimeConfig after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var old = before.Deployments.ToDictionary(d => d.Id, StringComparer.Ordinal);
        var present = after.Deployments.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        var keys = Keys(before.Source, after.Source);
        return new ConfigChange
        {
            Added = [.. after.Deployments.Where(d => !old.ContainsKey(d.Id))],
            Removed = [.. before.Deployments.Where(d => !present.Contains(d.Id))],
            Changed = [.. after.Deployments.Where(d => old.TryGetValue(d.Id, out var was) && was.Fingerprint != d.Fingerprint)],
            ChangedKeys = keys,
            RestartKeys = [.. keys.Where(_restartKeys.Contains)],
        };
    }

    private static List<string> Keys(ConfigMapping? before, ConfigMapping? after)
    {
        var keys = new List<string>();
        foreach (var name in Names(before, after).Where(n => n != "model_list"))
        {
            var (was, now) = (before?.Find(name)?.Value, after?.Find(name)?.Value);
            if (name is "general_settings" or "litellm_settings" or "router_settings")
            {
                keys.AddRange(Names(was as ConfigMapping, now as ConfigMapping)
                    .Where(key => !Same((was as ConfigMapping)?.Find(key)?.Value, (now as ConfigMapping)?.Find(key)?.Value))
                    .Select(key => $"{name}.{key}"));
            }
            else if (!Same(was, now))
            {
                keys.Add(name);
            }
        }

        return keys;
    }

    private static IEnumerable<string> Names(ConfigMapping? before, ConfigMapping? after) =>
        (before?.Entries ?? []).Concat(after?.Entries ?? []).Select(e => e.Key).Distinct(StringComparer.Ordinal);

    private static bool Same(ConfigNode? a, ConfigNode? b) =>
        a is null || b is null ? a is null && b is null : JsonText.Write(a) == JsonText.Write(b);
}

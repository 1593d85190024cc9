using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Connections;

/// <summary>Short-lived keys that a server mints for a browser, and the settings bound to them.</summary>
internal sealed class ClientSecrets(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset ExpiresAt, JsonObject? Settings)> _secrets = new(StringComparer.Ordinal);

    /// <summary>Mints a secret.</summary>
    /// <returns>The secret and when it ends, in unix seconds.</returns>
    public (string Value, long ExpiresAt) Mint(string prefix, TimeSpan life, JsonObject? settings)
    {
        var value = prefix + IdSource.Make("")[1..];
        var end = time.GetUtcNow() + life;
        _secrets[value] = (end, settings);
        return (value, end.ToUnixTimeSeconds());
    }

    /// <summary>Finds a secret that has not run out.</summary>
    public bool TryUse(string value, out JsonObject? settings)
    {
        settings = null;
        if (!_secrets.TryGetValue(value, out var secret) || secret.ExpiresAt < time.GetUtcNow())
        {
            return false;
        }

        settings = (JsonObject?)secret.Settings?.DeepClone();
        return true;
    }
}

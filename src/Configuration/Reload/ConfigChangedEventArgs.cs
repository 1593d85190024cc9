namespace Realtime.Configuration.Reload;

/// <summary>Tells that a new configuration is in force.</summary>
/// <param name="config">The new configuration.</param>
/// <param name="change">What differs from the one before.</param>
public sealed class ConfigChangedEventArgs(RealtimeConfig config, ConfigChange change) : EventArgs
{
    /// <summary>Gets the new configuration.</summary>
    public RealtimeConfig Config { get; } = config;

    /// <summary>Gets what differs from the one before.</summary>
    public ConfigChange Change { get; } = change;
}

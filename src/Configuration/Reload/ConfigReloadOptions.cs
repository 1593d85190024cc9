namespace Realtime.Configuration.Reload;

/// <summary>How changed files are noticed.</summary>
public sealed class ConfigReloadOptions
{
    /// <summary>
    /// Gets or sets the time between two looks at the files' texts, for file systems that tell nothing (network, some containers).
    /// </summary>
    /// <value>10 seconds by default.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the time from the first sign of a change to the reading, in which an editor finishes its work.</summary>
    /// <value>250 milliseconds by default.</value>
    public TimeSpan Debounce { get; set; } = TimeSpan.FromMilliseconds(250);
}

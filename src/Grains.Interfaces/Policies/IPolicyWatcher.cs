namespace Realtime.Grains.Interfaces.Policies;

/// <summary>A silo's ear for changes of the policies that its sessions run under.</summary>
[Alias("Realtime.IPolicyWatcher")]
public interface IPolicyWatcher : IGrainObserver
{
    /// <summary>Tells of a change.</summary>
    /// <param name="change">The change.</param>
    /// <returns>A task that ends when the silo's sessions know.</returns>
    [Alias("Changed")]
    Task Changed(PolicyChange change);
}

namespace Realtime.Grains.Interfaces.Load;

/// <summary>Tells whether this process has more to do than its processors can.</summary>
public interface ILoadGauge
{
    /// <summary>Gets a value indicating whether a session more would take time from those that run, and from the cluster's probes.</summary>
    bool IsOverloaded { get; }
}

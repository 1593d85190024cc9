namespace Realtime.Grains.Interfaces.Load;

/// <summary>The gauge of a process that does not measure.</summary>
public sealed class UnmeasuredLoad : ILoadGauge
{
    /// <inheritdoc/>
    public bool IsOverloaded => false;
}

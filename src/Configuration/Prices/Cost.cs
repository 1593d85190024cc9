namespace Realtime.Configuration.Prices;

/// <summary>What a usage costs.</summary>
/// <param name="Total">US dollars; 0 when <see cref="IsUnpriced"/>.</param>
/// <param name="IsUnpriced">Whether something was used that has no price.</param>
public readonly record struct Cost(decimal Total, bool IsUnpriced)
{
    /// <summary>Gets the cost of what has no price.</summary>
    public static Cost Unpriced => new(0, true);
}

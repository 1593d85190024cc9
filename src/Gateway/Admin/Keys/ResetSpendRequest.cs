namespace Realtime.Gateway.Admin.Keys;

/// <summary>What a key's spend is set to.</summary>
internal sealed record ResetSpendRequest
{
    /// <summary>US dollars, from 0 to what it has spent.</summary>
    public required decimal ResetTo { get; init; }
}

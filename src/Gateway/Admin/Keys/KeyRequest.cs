namespace Realtime.Gateway.Admin.Keys;

/// <summary>A key.</summary>
internal sealed record KeyRequest
{
    /// <summary>The key or its hash.</summary>
    public required string Key { get; init; }
}

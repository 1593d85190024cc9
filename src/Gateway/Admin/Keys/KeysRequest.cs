namespace Realtime.Gateway.Admin.Keys;

/// <summary>Several keys.</summary>
internal sealed record KeysRequest
{
    /// <summary>The keys or their hashes.</summary>
    public List<string>? Keys { get; init; }
}

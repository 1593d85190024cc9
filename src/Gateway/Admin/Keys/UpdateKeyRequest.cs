namespace Realtime.Gateway.Admin.Keys;

/// <summary>What changes of a key: the fields that are given; null takes a setting away.</summary>
internal sealed record UpdateKeyRequest : KeyFields
{
    /// <summary>The key or its hash.</summary>
    public required string Key { get; init; }
}

namespace Realtime.Gateway.Admin.Keys;

/// <summary>Keys to be deleted.</summary>
internal sealed record DeleteKeysRequest
{
    /// <summary>The keys or their hashes.</summary>
    public List<string>? Keys { get; init; }

    /// <summary>Their aliases.</summary>
    public List<string>? KeyAliases { get; init; }
}

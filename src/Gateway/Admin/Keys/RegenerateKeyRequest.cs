namespace Realtime.Gateway.Admin.Keys;

/// <summary>A key that gets another secret, and with it what else is given.</summary>
internal sealed record RegenerateKeyRequest : KeyFields
{
    /// <summary>The key or its hash; may stand in the path instead.</summary>
    public string? Key { get; init; }

    /// <summary>The new key, which begins with sk-; not given: a random one.</summary>
    public string? NewKey { get; init; }
}

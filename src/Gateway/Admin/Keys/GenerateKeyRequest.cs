namespace Realtime.Gateway.Admin.Keys;

/// <summary>A key to be made.</summary>
internal sealed record GenerateKeyRequest : KeyFields
{
    /// <summary>The key itself, which begins with sk-; not given: a random one.</summary>
    public string? Key { get; init; }
}

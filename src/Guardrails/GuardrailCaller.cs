namespace Realtime.Guardrails;

/// <summary>Who a session is for, as far as an engine may know.</summary>
public sealed record GuardrailCaller
{
    /// <summary>Gets the session's id; empty outside a session.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>Gets the model's name as the client gave it; empty outside a session.</summary>
    public string Model { get; init; } = "";

    /// <summary>Gets the key's SHA-256 in hexadecimal; null where none is required.</summary>
    public string? KeyHash { get; init; }

    /// <summary>Gets the key's alias.</summary>
    public string? KeyAlias { get; init; }

    /// <summary>Gets the team's id.</summary>
    public string? TeamId { get; init; }

    /// <summary>Gets the team's alias.</summary>
    public string? TeamAlias { get; init; }

    /// <summary>Gets the user's id.</summary>
    public string? UserId { get; init; }

    /// <summary>Gets the end user's id.</summary>
    public string? EndUserId { get; init; }

    /// <summary>Gets the tags of the key, its team and the request.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the metadata of the key and its team; a value that is no text stands as JSON.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

namespace Realtime.Grains.Interfaces.Policies;

/// <summary>On whose behalf a session runs, after its key was checked.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.SessionPrincipal")]
public sealed record SessionPrincipal
{
    /// <summary>Gets the key's SHA-256 in hexadecimal; empty where no key is required.</summary>
    [Id(0)]
    public string KeyHash { get; init; } = "";

    /// <summary>Gets the key's alias.</summary>
    [Id(1)]
    public string? KeyAlias { get; init; }

    /// <summary>Gets the key's team.</summary>
    [Id(2)]
    public string? TeamId { get; init; }

    /// <summary>Gets the team's alias.</summary>
    [Id(3)]
    public string? TeamAlias { get; init; }

    /// <summary>Gets the key's user.</summary>
    [Id(4)]
    public string? UserId { get; init; }

    /// <summary>Gets the customer that the request names.</summary>
    [Id(5)]
    public string? CustomerId { get; init; }

    /// <summary>Gets those whose limits and budgets hold, by <see cref="PolicyScopes"/>; empty for the master key.</summary>
    [Id(6)]
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Gets the guardrails that key and team ask for.</summary>
    [Id(7)]
    public IReadOnlyList<string> Guardrails { get; init; } = [];

    /// <summary>Gets a value indicating whether guardrails that are on by default are left out.</summary>
    [Id(8)]
    public bool DisableGlobalGuardrails { get; init; }

    /// <summary>Gets the policies that key and team name.</summary>
    [Id(9)]
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Gets the tags of key and team, and of the request.</summary>
    [Id(10)]
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the router settings of the key, else of the team, a JSON object; null: the configuration's.</summary>
    [Id(11)]
    public string? RouterSettings { get; init; }

    /// <summary>Gets the key's metadata, a JSON object; null for none.</summary>
    [Id(12)]
    public string? KeyMetadata { get; init; }

    /// <summary>Gets the team's metadata, a JSON object; null for none.</summary>
    [Id(13)]
    public string? TeamMetadata { get; init; }

    /// <summary>Gets the model that the client asked for, where an alias of the key or the team means another; null otherwise.</summary>
    [Id(14)]
    public string? RequestedModel { get; init; }

    /// <summary>Gets the client's address.</summary>
    [Id(15)]
    public string? ClientAddress { get; init; }

    /// <summary>Gets the longest that the session may last; null: no limit of the key or the team.</summary>
    [Id(16)]
    public TimeSpan? MaxSessionDuration { get; init; }

    /// <summary>Gets what the session may cost in US dollars; null: no limit of the key or the team.</summary>
    [Id(17)]
    public decimal? MaxSessionCost { get; init; }
}

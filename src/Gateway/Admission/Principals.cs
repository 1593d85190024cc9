using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Gateway.Admission;

/// <summary>Joins what is set for a key and its team.</summary>
internal static class Principals
{
    /// <summary>Joins it.</summary>
    /// <param name="hash">The key's hash.</param>
    /// <param name="key">The key.</param>
    /// <param name="team">Its team; null for none.</param>
    /// <param name="details">What the request says.</param>
    /// <param name="scopes">Those whose limits hold.</param>
    /// <returns>On whose behalf sessions run.</returns>
    public static SessionPrincipal Of(
        string hash, PolicyDocument key, PolicyDocument? team, CallerDetails details, IReadOnlyList<string> scopes) => new()
    {
        KeyHash = hash,
        KeyAlias = key.Alias,
        TeamId = key.TeamId,
        TeamAlias = team?.Alias,
        UserId = key.UserId,
        CustomerId = details.CustomerId,
        Scopes = scopes,
        Guardrails = Union(key.Guardrails, team?.Guardrails),
        DisableGlobalGuardrails = key.DisableGlobalGuardrails || team?.DisableGlobalGuardrails == true,
        Policies = Union(key.Policies, team?.Policies),
        Tags = Union(Union(key.Tags, team?.Tags), details.Tags),
        RouterSettings = key.RouterSettings ?? team?.RouterSettings,
        KeyMetadata = key.Metadata,
        TeamMetadata = team?.Metadata,
        ClientAddress = details.Address,
        MaxSessionDuration = Smaller(key.MaxSessionDuration, team?.MaxSessionDuration),
        MaxSessionCost = Smaller(key.MaxSessionCost, team?.MaxSessionCost),
    };

    private static string[] Union(IReadOnlyList<string> one, IReadOnlyList<string>? other) => [.. one.Union(other ?? [], StringComparer.Ordinal)];

    private static T? Smaller<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is not { } a ? other : other is not { } b || a.CompareTo(b) <= 0 ? one : other;
}

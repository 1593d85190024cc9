using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Interfaces.Policies;

/// <summary>Why somebody may not start sessions at all; <c>docs/errors.md</c> lists the codes.</summary>
public static class PolicyStateRefusals
{
    private const string InvalidRequest = "invalid_request_error";

    /// <summary>Gets the refusal while nobody can say what is set for a key.</summary>
    public static SessionRefusal Unavailable { get; } = new(
        503, "server_error", "policy_unavailable",
        "The limits of this key cannot be checked at this moment. Try again.", RetryAfter: TimeSpan.FromSeconds(2));

    /// <summary>Tells why.</summary>
    /// <param name="scope">Who; see <see cref="PolicyScopes"/>.</param>
    /// <param name="state">Its state.</param>
    /// <returns>The refusal; null when it may.</returns>
    public static SessionRefusal? For(string scope, PolicyState state)
    {
        var kind = PolicyScopes.Split(scope).Kind;
        return (state, kind) switch
        {
            (PolicyState.Active, _) => null,
            (PolicyState.Unavailable, _) => Unavailable,
            (PolicyState.Blocked, "key") => new(401, InvalidRequest, "key_blocked", "Key is blocked. An administrator can unblock it."),
            (PolicyState.Blocked, "team") => new(401, InvalidRequest, "team_blocked", "The key's team is blocked. An administrator can unblock it."),
            (PolicyState.Blocked, _) => new(401, InvalidRequest, kind + "_blocked", $"The {kind} is blocked."),
            (PolicyState.Expired, _) => new(401, InvalidRequest, "key_expired", "The API key has expired. Use another one."),
            (PolicyState.Unknown, "key") => new(401, InvalidRequest, "invalid_api_key", "The API key is not valid."),
            (PolicyState.Unknown, "team") => new(401, InvalidRequest, "invalid_api_key", "The team of this API key does not exist any more."),

            // Users, members and customers without a row have no limits.
            _ => null,
        };
    }
}

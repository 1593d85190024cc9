namespace Realtime.Gateway.Admin.Users;

/// <summary>A user to be made.</summary>
internal sealed record NewUserRequest : UserFields
{
    /// <summary>The user's id; not given: a random one.</summary>
    public string? UserId { get; init; }

    /// <summary>Whether a key is made for the user too; it is, if nothing is said.</summary>
    public bool? AutoCreateKey { get; init; }

    /// <summary>The alias of that key.</summary>
    public string? KeyAlias { get; init; }

    /// <summary>How long that key lives, such as 30d.</summary>
    public string? Duration { get; init; }

    /// <summary>The team that the user is added to, and that key belongs to.</summary>
    public string? TeamId { get; init; }
}

using Realtime.Gateway.Admin.Keys;

namespace Realtime.Gateway.Admin.Users;

/// <summary>A new user, with the key that was made.</summary>
internal sealed record NewUser : UserInfo
{
    /// <summary>Makes it.</summary>
    public NewUser(UserInfo user, GeneratedKey? key)
        : base(user)
    {
        Key = key?.Key;
        Token = key?.Token;
        KeyName = key?.KeyName;
        KeyAlias = key?.KeyAlias;
        Expires = key?.Expires;
    }

    /// <summary>The key; null where none was made. It is kept nowhere.</summary>
    public string? Key { get; }

    /// <summary>The key's hash.</summary>
    public string? Token { get; }

    /// <summary>The key's hint.</summary>
    public string? KeyName { get; }

    /// <summary>The key's alias.</summary>
    public string? KeyAlias { get; }

    /// <summary>When the key expires.</summary>
    public DateTimeOffset? Expires { get; }
}

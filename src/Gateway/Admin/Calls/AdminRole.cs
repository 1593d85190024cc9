namespace Realtime.Gateway.Admin.Calls;

/// <summary>What a caller may do.</summary>
internal enum AdminRole
{
    /// <summary>A key without a user: it sees itself.</summary>
    Key = 0,

    /// <summary>A key of an internal user: it also manages the user's own keys.</summary>
    User = 1,

    /// <summary>A key of a user with the role <c>proxy_admin_viewer</c>: sees everything.</summary>
    Viewer = 2,

    /// <summary>The master key, or a key of a user with the role <c>proxy_admin</c>.</summary>
    Admin = 3,
}

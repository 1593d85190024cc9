using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>Who calls the admin API.</summary>
/// <param name="Role">What it may do.</param>
/// <param name="KeyHash">The hash of its key; empty where none is needed.</param>
/// <param name="Key">Its virtual key; null for the master key.</param>
internal sealed record AdminCaller(AdminRole Role, string KeyHash, KeyRow? Key)
{
    /// <summary>The name of the master key's holder.</summary>
    public const string Master = "master";

    /// <summary>Gets the name under which its changes are written down.</summary>
    public string Name => Key is null ? Master : Key.UserId ?? Key.Alias ?? Key.Name;

    /// <summary>Gets a value indicating whether it sees everything.</summary>
    public bool SeesAll => Role >= AdminRole.Viewer;

    /// <summary>Gets a value indicating whether it changes everything.</summary>
    public bool IsAdmin => Role == AdminRole.Admin;
}

namespace Realtime.Storage.Model;

/// <summary>Names of those who spend.</summary>
public static class SpendScope
{
    /// <summary>Everything that the cluster spends.</summary>
    public const string Global = "global";

    /// <summary>Names a key.</summary>
    /// <param name="hash">Its hash.</param>
    public static string Key(string hash) => "key:" + hash;

    /// <summary>Names a team.</summary>
    /// <param name="id">Its id.</param>
    public static string Team(string id) => "team:" + id;

    /// <summary>Names a member of a team.</summary>
    /// <param name="teamId">The team.</param>
    /// <param name="userId">The user.</param>
    public static string Member(string teamId, string userId) => "member:" + teamId + ":" + userId;

    /// <summary>Names a user.</summary>
    /// <param name="id">The id.</param>
    public static string User(string id) => "user:" + id;

    /// <summary>Names a customer.</summary>
    /// <param name="id">The id.</param>
    public static string Customer(string id) => "customer:" + id;

    /// <summary>Names a deployment.</summary>
    /// <param name="id">Its id.</param>
    public static string Deployment(string id) => "deployment:" + id;

    /// <summary>Names a provider.</summary>
    /// <param name="name">Its name.</param>
    public static string Provider(string name) => "provider:" + name;
}

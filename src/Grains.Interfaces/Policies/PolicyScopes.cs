namespace Realtime.Grains.Interfaces.Policies;

/// <summary>Names of those whose limits and budgets hold: the keys of <see cref="IKeyPolicyGrain"/>.</summary>
public static class PolicyScopes
{
    /// <summary>Everything that the cluster does.</summary>
    public const string Global = "global";

    /// <summary>Names a key.</summary>
    /// <param name="hash">Its SHA-256 in hexadecimal.</param>
    /// <returns>The name.</returns>
    public static string Key(string hash) => "key:" + hash;

    /// <summary>Names a team.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The name.</returns>
    public static string Team(string id) => "team:" + id;

    /// <summary>Names a member of a team.</summary>
    /// <param name="teamId">The team.</param>
    /// <param name="userId">The user.</param>
    /// <returns>The name.</returns>
    public static string Member(string teamId, string userId) => "member:" + teamId + ":" + userId;

    /// <summary>Names a user.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The name.</returns>
    public static string User(string id) => "user:" + id;

    /// <summary>Names a customer.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The name.</returns>
    public static string Customer(string id) => "customer:" + id;

    /// <summary>Names a deployment.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The name.</returns>
    public static string Deployment(string id) => "deployment:" + id;

    /// <summary>Names a provider.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The name.</returns>
    public static string Provider(string name) => "provider:" + name;

    /// <summary>Takes a name apart.</summary>
    /// <param name="scope">The name.</param>
    /// <returns>Its kind, such as <c>key</c>, and what follows; the latter is empty for <see cref="Global"/>.</returns>
    public static (string Kind, string Id) Split(string scope)
    {
        var colon = scope.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (scope, "") : (scope[..colon], scope[(colon + 1)..]);
    }
}

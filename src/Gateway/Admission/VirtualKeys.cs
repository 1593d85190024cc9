using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.ClientSecrets;
using Realtime.Grains.Interfaces.Policies;

namespace Realtime.Gateway.Admission;

/// <summary>Asks the cluster what is set for a virtual key, its team and its user.</summary>
internal sealed class VirtualKeys(ConfigStore config, IGrainFactory grains, TimeProvider time)
{
    private const int Attempts = 3;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(4);

    /// <summary>Checks a key.</summary>
    /// <param name="hash">The key's SHA-256 in hexadecimal.</param>
    /// <param name="details">What the request says besides.</param>
    /// <param name="secret">The client secret that stands for the key; null for the key itself.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <returns>Who asks, or the refusal.</returns>
    public async Task<AdmissionResult> AdmitAsync(
        string hash, CallerDetails details, ClientSecretBinding? secret, CancellationToken cancellationToken)
    {
        var key = await DescribeAsync(PolicyScopes.Key(hash), cancellationToken).ConfigureAwait(false);
        if (key.State == PolicyState.Unavailable && config.Current.General.AllowRequestsOnDbUnavailable)
        {
            return new AdmissionResult(new Caller(hash, Models(secret), secret) 
            {
                Principal = new SessionPrincipal { KeyHash = hash, CustomerId = details.CustomerId, Tags = details.Tags, ClientAddress = details.Address },
            }, null);
        }

        if (key.Refusal is { } refusal)
        {
            return new AdmissionResult(null, refusal);
        }

        var scopes = Scopes(key, details);
        var others = await Task.WhenAll(scopes.Skip(1).Select(scope => DescribeAsync(scope, cancellationToken))).ConfigureAwait(false);
        if (others.Select(document => document.Refusal).FirstOrDefault(why => why is not null) is { } other)
        {
            return new AdmissionResult(null, other);
        }

        var team = others.FirstOrDefault(document => document.Scope == PolicyScopes.Team(key.TeamId ?? ""));
        var user = others.FirstOrDefault(document => document.Scope == PolicyScopes.User(key.UserId ?? ""));
        return new AdmissionResult(
            new Caller(hash, Models(secret), secret)
            {
                Rights = new ModelRights(key, team, user),
                Principal = Principals.Of(hash, key, team, details, scopes),
            },
            null);
    }

    private static string[]? Models(ClientSecretBinding? secret) => secret is null ? null : [secret.Model];

    // A user's own budget and limits are those of the keys that belong to no team, as with LiteLLM.
    private static List<string> Scopes(PolicyDocument key, CallerDetails details)
    {
        var scopes = new List<string> { key.Scope };
        if (key.TeamId is { } team)
        {
            scopes.Add(PolicyScopes.Team(team));
            if (key.UserId is { } member)
            {
                scopes.Add(PolicyScopes.Member(team, member));
            }
        }
        else if (key.UserId is { } user)
        {
            scopes.Add(PolicyScopes.User(user));
        }

        if (details.CustomerId is { } customer)
        {
            scopes.Add(PolicyScopes.Customer(customer));
        }

        return scopes;
    }

    private async Task<PolicyDocument> DescribeAsync(string scope, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                return await grains.GetGrain<IKeyPolicyGrain>(scope).Describe().AsTask()
                    .WaitAsync(CallTimeout, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (CallFailures.IsAway(exception, cancellationToken))
            {
                // The silo that knew has died, and may have given the call up: another one knows in a moment.
            }
        }

        return new PolicyDocument { Scope = scope, State = PolicyState.Unavailable };
    }
}

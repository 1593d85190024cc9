using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Realtime.Configuration;

namespace Realtime.Providers.Bedrock.Credentials;

/// <summary>
/// Finds a deployment's keys where its options say: keys, profile, web identity, else the default chain of AWS (environment, web identity,
/// shared profile, container, instance); then the role that is to be assumed by them.
/// </summary>
internal sealed class AwsKeyFetch(AwsOptions options, string region)
{
    // Profiles and the default chain cache and renew by themselves, so what they gave is kept and asked again.
    private AWSCredentials? _source;

    /// <summary>Gets a value indicating whether the keys stand in the options, so that nothing has to be fetched.</summary>
    public bool IsImmediate => options is { AccessKeyId: not null, SecretAccessKey: not null, RoleName: null };

    /// <summary>Fetches the keys.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The keys.</returns>
    /// <exception cref="AmazonClientException">There are none, or they were refused.</exception>
    public async Task<AwsKeys> FetchAsync(CancellationToken cancellationToken)
    {
        if (options is { WebIdentityToken: not null, RoleName: not null })
        {
            return await AwsSecurityTokens.AssumeWithWebIdentityAsync(options, region, cancellationToken).ConfigureAwait(false);
        }

        _source ??= await SourceAsync(cancellationToken).ConfigureAwait(false);
        if (options.RoleName is not null)
        {
            return await AwsSecurityTokens.AssumeAsync(_source, options, region, cancellationToken).ConfigureAwait(false);
        }

        var keys = await _source.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return new AwsKeys(keys.AccessKey, keys.SecretKey, string.IsNullOrEmpty(keys.Token) ? null : keys.Token);
    }

    private async Task<AWSCredentials> SourceAsync(CancellationToken cancellationToken)
    {
        if (options is { AccessKeyId: { } id, SecretAccessKey: { } secret })
        {
            return options.SessionToken is { } token
                ? new SessionAWSCredentials(id.Reveal(), secret.Reveal(), token.Reveal())
                : new BasicAWSCredentials(id.Reveal(), secret.Reveal());
        }

        if (options.ProfileName is { } profile)
        {
            return new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials)
                ? credentials
                : throw new AmazonClientException("The profile has no credentials.");
        }

        var chain = new DefaultAWSCredentialsIdentityResolver();
        return await chain.ResolveIdentityAsync(clientConfig: null, cancellationToken).ConfigureAwait(false);
    }
}

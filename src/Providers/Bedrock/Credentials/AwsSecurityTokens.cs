using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Realtime.Configuration;

namespace Realtime.Providers.Bedrock.Credentials;

/// <summary>Temporary keys of a role from AWS's token service.</summary>
internal static class AwsSecurityTokens
{
    private const string DefaultSessionName = "realtime";

    /// <summary>Becomes a role by other keys.</summary>
    /// <param name="source">The keys that may become it.</param>
    /// <param name="options">The role.</param>
    /// <param name="region">The region whose token service is asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The role's keys.</returns>
    public static async Task<AwsKeys> AssumeAsync(
        AWSCredentials source, AwsOptions options, string region, CancellationToken cancellationToken)
    {
        using var client = new AmazonSecurityTokenServiceClient(source, Config(options, region));
        var response = await client.AssumeRoleAsync(
            new AssumeRoleRequest
            {
                RoleArn = options.RoleName,
                RoleSessionName = options.SessionName ?? DefaultSessionName,
                ExternalId = options.ExternalId,
            },
            cancellationToken).ConfigureAwait(false);
        return Keys(response.Credentials);
    }

    /// <summary>Becomes a role by a web identity.</summary>
    /// <param name="options">The role and the token.</param>
    /// <param name="region">The region whose token service is asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The role's keys.</returns>
    public static async Task<AwsKeys> AssumeWithWebIdentityAsync(AwsOptions options, string region, CancellationToken cancellationToken)
    {
        using var client = new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), Config(options, region));
        var response = await client.AssumeRoleWithWebIdentityAsync(
            new AssumeRoleWithWebIdentityRequest
            {
                RoleArn = options.RoleName,
                RoleSessionName = options.SessionName ?? DefaultSessionName,
                WebIdentityToken = await TokenAsync(options.WebIdentityToken!, cancellationToken).ConfigureAwait(false),
            },
            cancellationToken).ConfigureAwait(false);
        return Keys(response.Credentials);
    }

    // A token in a file is read anew each time, since whoever issues it replaces it there.
    private static async Task<string> TokenAsync(Secret token, CancellationToken cancellationToken)
    {
        var text = token.Reveal();
        return File.Exists(text) ? (await File.ReadAllTextAsync(text, cancellationToken).ConfigureAwait(false)).Trim() : text;
    }

    private static AmazonSecurityTokenServiceConfig Config(AwsOptions options, string region)
    {
        var config = new AmazonSecurityTokenServiceConfig { MaxErrorRetry = 2 };
        if (options.StsEndpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    private static AwsKeys Keys(Amazon.SecurityToken.Model.Credentials credentials) => new(
        credentials.AccessKeyId,
        credentials.SecretAccessKey,
        credentials.SessionToken,
        credentials.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) : null);
}

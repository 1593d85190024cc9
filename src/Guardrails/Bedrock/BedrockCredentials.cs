using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Realtime.Configuration;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails.Bedrock;

/// <summary>Whose requests they are: a bearer token, keys of the configuration, a profile, or what AWS's tools would find.</summary>
internal sealed class BedrockCredentials
{
    private readonly Func<AWSCredentials>? _source;
    private AWSCredentials? _credentials;

    private BedrockCredentials(Secret? bearer, Func<AWSCredentials>? source) => (Bearer, _source) = (bearer, source);

    /// <summary>Gets the bearer token; null when requests are signed.</summary>
    public Secret? Bearer { get; }

    public static BedrockCredentials? Read(SectionReader parameters, GuardrailEnvironment environment)
    {
        var id = parameters.Secret("aws_access_key_id");
        var secret = parameters.Secret("aws_secret_access_key");
        var token = parameters.Secret("aws_session_token");
        var profile = parameters.Text("aws_profile_name");
        if ((id is null) != (secret is null))
        {
            parameters.Problem(id is null ? "aws_access_key_id" : "aws_secret_access_key", "is missing", "give both keys, or neither to use AWS's own way of finding them");
            return null;
        }

        if (parameters.Has("aws_role_name"))
        {
            parameters.Problem("aws_role_name", "is not supported for guardrails", "assume the role in a profile and give aws_profile_name");
            return null;
        }

        if (id is not null)
        {
            return new BedrockCredentials(null, () => token is null
                ? new BasicAWSCredentials(id.Reveal(), secret!.Reveal())
                : new SessionAWSCredentials(id.Reveal(), secret!.Reveal(), token.Reveal()));
        }

        if (environment.Secret(parameters, "aws_bearer_token_bedrock", "AWS_BEARER_TOKEN_BEDROCK") is { } bearer)
        {
            return new BedrockCredentials(bearer, null);
        }

        return new BedrockCredentials(null, () => profile is null ? DefaultAWSCredentialsIdentityResolver.GetCredentials() : OfProfile(profile));
    }

    /// <summary>Gets the keys that sign a request.</summary>
    /// <returns>The keys.</returns>
    /// <exception cref="AmazonClientException">There are none.</exception>
    public async Task<ImmutableCredentials> GetAsync()
    {
        _credentials ??= _source!();
        return await _credentials.GetCredentialsAsync().ConfigureAwait(false);
    }

    private static AWSCredentials OfProfile(string name) =>
        new CredentialProfileStoreChain().TryGetAWSCredentials(name, out var credentials)
            ? credentials
            : throw new AmazonClientException("There is no such profile.");
}

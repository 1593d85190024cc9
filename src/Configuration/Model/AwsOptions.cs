namespace Realtime.Configuration;

/// <summary>Where a deployment on Amazon Bedrock lives and how it proves who it is.</summary>
public sealed record AwsOptions
{
    /// <summary>Gets the options of a deployment that names none.</summary>
    public static AwsOptions None { get; } = new();

    /// <summary>
    /// Gets the region (<c>aws_region_name</c>, else <c>AWS_REGION_NAME</c>, <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c>); null: the
    /// provider's default.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>Gets the access key's id (<c>aws_access_key_id</c>).</summary>
    public Secret? AccessKeyId { get; init; }

    /// <summary>Gets the access key's secret (<c>aws_secret_access_key</c>).</summary>
    public Secret? SecretAccessKey { get; init; }

    /// <summary>Gets the token that belongs to a temporary access key (<c>aws_session_token</c>).</summary>
    public Secret? SessionToken { get; init; }

    /// <summary>Gets the profile of the shared credentials file (<c>aws_profile_name</c>).</summary>
    public string? ProfileName { get; init; }

    /// <summary>Gets the role to assume (<c>aws_role_name</c>), an ARN.</summary>
    public string? RoleName { get; init; }

    /// <summary>Gets the name of the assumed session (<c>aws_session_name</c>).</summary>
    public string? SessionName { get; init; }

    /// <summary>Gets the external id for assuming the role (<c>aws_external_id</c>).</summary>
    public string? ExternalId { get; init; }

    /// <summary>Gets the web identity token, or the file that holds it (<c>aws_web_identity_token</c>).</summary>
    public Secret? WebIdentityToken { get; init; }

    /// <summary>Gets the address of the token service (<c>aws_sts_endpoint</c>).</summary>
    public Uri? StsEndpoint { get; init; }

    /// <summary>Gets the address of the Bedrock runtime (<c>aws_bedrock_runtime_endpoint</c>); <c>api_base</c> goes before it.</summary>
    public Uri? RuntimeEndpoint { get; init; }
}

namespace Realtime.Providers.Bedrock.Credentials;

/// <summary>What a request is signed with. It is never written anywhere.</summary>
/// <param name="AccessKeyId">The access key's id, which goes with the request.</param>
/// <param name="SecretAccessKey">The secret, which does not.</param>
/// <param name="SessionToken">The token of a temporary key, which goes with the request; null for a lasting key.</param>
/// <param name="Expires">When a temporary key ends; null where that is not known or it does not end.</param>
internal sealed record AwsKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken, DateTimeOffset? Expires = null)
{
    /// <summary>Gives the type's name, whatever the keys.</summary>
    public override string ToString() => nameof(AwsKeys);
}

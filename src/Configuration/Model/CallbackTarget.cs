using System.Collections.Frozen;

namespace Realtime.Configuration;

/// <summary>A callback that is configured: where rows of usage go besides the ledger.</summary>
public sealed record CallbackTarget
{
    /// <summary>Gets the name in <c>callbacks</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it is.</summary>
    public required CallbackKind Kind { get; init; }

    /// <summary>Gets the address of a <see cref="CallbackKind.GenericApi"/>, or of an S3 service that is not Amazon's; it may hold a credential.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Gets the headers that are sent with each request.</summary>
    public IReadOnlyDictionary<string, Secret> Headers { get; init; } = FrozenDictionary<string, Secret>.Empty;

    /// <summary>Gets the directory of a <see cref="CallbackKind.File"/>, or the prefix of keys in a bucket.</summary>
    public string Path { get; init; } = "";

    /// <summary>Gets the bucket.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>Gets the bucket's region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Gets the access key's id; null: the machine's own identity.</summary>
    public Secret? AccessKeyId { get; init; }

    /// <summary>Gets the access key's secret.</summary>
    public Secret? SecretAccessKey { get; init; }

    /// <summary>Gets the token that belongs to a temporary access key.</summary>
    public Secret? SessionToken { get; init; }
}

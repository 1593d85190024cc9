using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Realtime.Configuration;

namespace Realtime.Grains.Ledger.Sinks;

/// <summary>Writes rows to a bucket, one object a batch with one JSON line a row.</summary>
internal sealed class S3Target(TimeProvider time) : ISinkTarget, IDisposable
{
    private readonly Lock _gate = new();
    private (CallbackTarget Target, AmazonS3Client Client)? _current;

    /// <inheritdoc/>
    public CallbackKind Kind => CallbackKind.S3;

    /// <inheritdoc/>
    public async Task SendAsync(CallbackTarget target, IReadOnlyList<string> payloads, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd}/{now:HHmmssfff}-{Guid.CreateVersion7():N}.jsonl");
        await Client(target).PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = target.Bucket,
                Key = target.Path.Length == 0 ? name : $"{target.Path}/{name}",
                ContentType = "application/x-ndjson",
                ContentBody = string.Join('\n', payloads) + "\n",
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _current?.Client.Dispose();

    private AmazonS3Client Client(CallbackTarget target)
    {
        lock (_gate)
        {
            if (_current is var (known, client) && known == target)
            {
                return client;
            }

            var made = Make(target);
            _current = (target, made);
            return made;
        }
    }

    private static AmazonS3Client Make(CallbackTarget target)
    {
        var options = new AmazonS3Config { MaxErrorRetry = 0 };
        if (target.Endpoint is { } endpoint)
        {
            options.ServiceURL = endpoint.AbsoluteUri;
            options.AuthenticationRegion = target.Region;
            options.ForcePathStyle = true;
        }
        else
        {
            options.RegionEndpoint = RegionEndpoint.GetBySystemName(target.Region);
        }

        return target is not { AccessKeyId: { } id, SecretAccessKey: { } secret } ? new AmazonS3Client(options)
            : target.SessionToken is { } token ? new AmazonS3Client(new SessionAWSCredentials(id.Reveal(), secret.Reveal(), token.Reveal()), options)
            : new AmazonS3Client(new BasicAWSCredentials(id.Reveal(), secret.Reveal()), options);
    }
}

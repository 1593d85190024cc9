using System.Net;
using System.Net.Http.Headers;

namespace Realtime.Providers.Bedrock.Connection;

/// <summary>A request's body that is written to for as long as the connection lasts.</summary>
internal sealed class DuplexContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Initializes a new instance of the <see cref="DuplexContent"/> class.</summary>
    public DuplexContent() => Headers.ContentType = new MediaTypeHeaderValue("application/vnd.amazon.eventstream");

    /// <summary>Gets the stream to write to, as soon as the request's headers are under way.</summary>
    public Task<Stream> Started => _started.Task;

    /// <summary>Ends the body.</summary>
    public void Complete() => _completed.TrySetResult();

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Sends the headers, for which nobody has to wait until there is something to say.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _started.TrySetResult(stream);
        await _completed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

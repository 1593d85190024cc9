using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Realtime.Providers.Bedrock.Credentials;
using Realtime.Providers.WebSockets;

namespace Realtime.Providers.Bedrock.Connection;

/// <summary>Opens streams of the Bedrock runtime.</summary>
internal sealed class BedrockConnector(UpstreamHandlers handlers, AwsCredentialSource credentials, TimeProvider time)
{
    // Nobody says whether the service answers before the first event, which waits for the client's settings. Refusals come at once.
    private static readonly TimeSpan HeadersWait = TimeSpan.FromSeconds(1);

    private const int MaxRefusalBytes = 16 * 1024;

    /// <summary>Opens a stream.</summary>
    /// <param name="request">What for.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, or why there is none.</returns>
    public async Task<UpstreamConnectResult> ConnectAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        var endpoint = BedrockEndpoint.For(request.Deployment);
        var (keys, noKeys) = await credentials.GetAsync(request.Deployment, endpoint.Region, cancellationToken).ConfigureAwait(false);
        if (keys is null)
        {
            return UpstreamConnectResult.Refused(noKeys!);
        }

        HttpMessageInvoker invoker;
        try
        {
            invoker = handlers.GetStreaming(request.Deployment.Tls);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return UpstreamConnectResult.Refused(
                new UpstreamRefusal(UpstreamRefusalKind.NoCredential, "A TLS certificate of the deployment cannot be read."));
        }

        var signed = SignedRequest.Create(endpoint, keys, time.GetUtcNow());
        foreach (var (name, value) in request.Deployment.ExtraHeaders)
        {
            signed.Message.Headers.TryAddWithoutValidation(name, value.Reveal());
        }

        var abort = new CancellationTokenSource();
        var responding = invoker.SendAsync(signed.Message, abort.Token);
        try
        {
            return await OpenAsync(request, signed, responding, abort, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What answers there speaks no HTTP/2, or breaks off: the client of HTTP may then cancel the request by itself.
            abort.Dispose();
            return UpstreamConnectResult.Refused(new UpstreamRefusal(UpstreamRefusalKind.Unreachable, "The provider could not be reached."));
        }
        catch (OperationCanceledException)
        {
            await abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<UpstreamConnectResult> OpenAsync(
        UpstreamRequest request,
        SignedRequest signed,
        Task<HttpResponseMessage> responding,
        CancellationTokenSource abort,
        CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(signed.Body.Started, responding).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (first != responding)
        {
            using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(responding, Task.Delay(HeadersWait, time, stopWaiting.Token)).ConfigureAwait(false);
            await stopWaiting.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (responding.IsCompleted)
        {
            var response = await responding.ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var refusal = await RefusalAsync(response, cancellationToken).ConfigureAwait(false);
                response.Dispose();
                await abort.CancelAsync().ConfigureAwait(false);
                return UpstreamConnectResult.Refused(refusal);
            }
        }

        var body = await signed.Body.Started.WaitAsync(cancellationToken).ConfigureAwait(false);
        return UpstreamConnectResult.Connected(
            new BedrockConnection(signed, body, responding, request.Limits.WriteTimeout, time, abort));
    }

    private async Task<UpstreamRefusal> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var exception = await ReadRefusalAsync(response, cancellationToken).ConfigureAwait(false);
        var status = (int)response.StatusCode;
        return new UpstreamRefusal(
            UpstreamRefusalKind.Refused,
            string.Create(CultureInfo.InvariantCulture, $"The provider refused the connection (HTTP {status}, {exception.Type})."),
            status,
            exception.Type,
            response.Headers.RetryAfter is { } retry ? retry.Delta ?? retry.Date - time.GetUtcNow() : null);
    }

    /// <summary>Reads a refusal's body.</summary>
    /// <param name="response">The response.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the service says.</returns>
    internal static async Task<ServiceException> ReadRefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = new byte[MaxRefusalBytes];
        var length = 0;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            // The status has said enough.
        }

        return ServiceException.From(response, body.AsMemory(0, length));
    }
}

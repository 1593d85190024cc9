using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Realtime.Configuration;
using Realtime.Protocol.WebSockets;

namespace Realtime.Providers.WebSockets;

/// <summary>
/// The HTTP handlers of upstream connects: one for all deployments with the same TLS settings. Proxies come from the environment
/// (<c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>NO_PROXY</c>).
/// </summary>
internal sealed class UpstreamHandlers : IDisposable
{
    private readonly ConcurrentDictionary<TlsOptions, HttpMessageInvoker> _invokers = new();
    private readonly ConcurrentDictionary<TlsOptions, HttpMessageInvoker> _streaming = new();

    /// <summary>Gets the handler for TLS settings.</summary>
    /// <param name="tls">The settings.</param>
    /// <returns>The handler, shared.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate's file cannot be read.</exception>
    public HttpMessageInvoker Get(TlsOptions tls) => _invokers.GetOrAdd(
        tls, static tls => new HttpMessageInvoker(WebSocketClientHandshake.LetTransportsGo(Create(tls))));

    /// <summary>Gets the handler for streams over HTTP/2.</summary>
    /// <param name="tls">The settings.</param>
    /// <returns>The handler, shared.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate's file cannot be read.</exception>
    public HttpMessageInvoker GetStreaming(TlsOptions tls) => _streaming.GetOrAdd(tls, static tls =>
    {
        var handler = Create(tls);

        // A hundred streams fit into one connection, and a dead one must be found out.
        handler.EnableMultipleHttp2Connections = true;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        return new HttpMessageInvoker(handler);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var invoker in _invokers.Values.Concat(_streaming.Values))
        {
            invoker.Dispose();
        }
    }

    private static SocketsHttpHandler Create(TlsOptions tls)
    {
        var ssl = new SslClientAuthenticationOptions();
        if (!tls.Verify)
        {
#pragma warning disable CA5359 // The operator switched the check off for this deployment: ssl_verify: false.
            ssl.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (tls.AuthorityFile is { } authorityFile)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust };
            policy.CustomTrustStore.ImportFromPemFile(authorityFile);
            ssl.CertificateChainPolicy = policy;
        }

        if (tls.CertificateFile is { } certificateFile)
        {
            ssl.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificateFile, tls.KeyFile)];
        }

        return new SocketsHttpHandler
        {
            SslOptions = ssl,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        };
    }
}

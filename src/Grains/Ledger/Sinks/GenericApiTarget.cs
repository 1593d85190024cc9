using System.Text;
using Realtime.Configuration;

namespace Realtime.Grains.Ledger.Sinks;

/// <summary>Posts rows to an HTTP address as one JSON list.</summary>
internal sealed class GenericApiTarget : ISinkTarget, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false });

    /// <inheritdoc/>
    public CallbackKind Kind => CallbackKind.GenericApi;

    /// <inheritdoc/>
    public async Task SendAsync(CallbackTarget target, IReadOnlyList<string> payloads, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Endpoint)
        {
            Content = new StringContent($"[{string.Join(',', payloads)}]", Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in target.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value.Reveal()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value.Reveal());
            }
        }

        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}

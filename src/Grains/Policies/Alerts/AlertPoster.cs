using System.Text;
using System.Text.Json.Nodes;

namespace Realtime.Grains.Policies.Alerts;

/// <summary>Posts alerts.</summary>
internal sealed class AlertPoster : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Posts a JSON object.</summary>
    /// <param name="address">Where to; for Slack the address is the credential.</param>
    /// <param name="body">The object.</param>
    /// <param name="cancellationToken">The process ends.</param>
    /// <returns>A task that ends when it was taken; it throws when it was not.</returns>
    public async Task PostAsync(Uri address, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(address, content, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}

using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Guardrails.Http;

/// <summary>Asks an engine's service over HTTP. Whatever goes wrong is an answer with a reason; nothing is asked twice, since a voice waits.</summary>
internal sealed class EngineHttp(GuardrailEnvironment environment)
{
    /// <summary>The name of the HTTP client that all engines share.</summary>
    public const string ClientName = "guardrails";

    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    /// <summary>Posts JSON.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="body">What.</param>
    /// <param name="prepare">Adds headers; may read the body's bytes to sign them.</param>
    /// <param name="cancellationToken">Ends with the guardrail's time-out.</param>
    /// <returns>The answer.</returns>
    public async Task<EngineReply> PostAsync(
        Uri address, JsonNode body, Action<HttpRequestMessage, byte[]> prepare, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        prepare(request, bytes);
        try
        {
            using var client = environment.Http();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return new EngineReply(default, $"it answered with HTTP {(int)response.StatusCode}");
            }

            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken).ConfigureAwait(false);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(answer);
            return new EngineReply(document.RootElement.Clone(), null);
        }
        catch (HttpRequestException exception)
        {
            return new EngineReply(default, $"it cannot be reached ({exception.HttpRequestError})");
        }
        catch (JsonException)
        {
            return new EngineReply(default, "its answer is no JSON");
        }
    }

    /// <summary>Posts JSON with a bearer token.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="body">What.</param>
    /// <param name="token">The token; null: none is sent.</param>
    /// <param name="cancellationToken">Ends with the guardrail's time-out.</param>
    /// <returns>The answer.</returns>
    public Task<EngineReply> PostAsync(Uri address, JsonNode body, string? token, CancellationToken cancellationToken) => PostAsync(
        address,
        body,
        (request, _) => request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token),
        cancellationToken);

    /// <summary>Joins an address and a path, whatever slashes either has.</summary>
    /// <param name="address">The address.</param>
    /// <param name="path">The path, with its query.</param>
    /// <returns>Both.</returns>
    public static Uri Join(Uri address, string path) => new(address.AbsoluteUri.TrimEnd('/') + "/" + path.TrimStart('/'));
}

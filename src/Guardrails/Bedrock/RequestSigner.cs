using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace Realtime.Guardrails.Bedrock;

/// <summary>Signs a request by AWS's Signature Version 4, or gives it the bearer token.</summary>
/// <remarks>Source: AWS General Reference, "Create a signed AWS API request".</remarks>
internal sealed class RequestSigner(BedrockCredentials credentials, string region, TimeProvider time)
{
    private const string Service = "bedrock";
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string SignedHeaders = "content-type;host;x-amz-content-sha256;x-amz-date";

    /// <summary>Gets what prepares a request.</summary>
    /// <returns>It; it is used at once, since a signature is good for minutes only.</returns>
    public async Task<Action<HttpRequestMessage, byte[]>> PrepareAsync()
    {
        if (credentials.Bearer is { } bearer)
        {
            return (request, _) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Reveal());
        }

        var keys = await credentials.GetAsync().ConfigureAwait(false);
        return (request, body) => Sign(request, body, keys);
    }

    private void Sign(HttpRequestMessage request, byte[] body, ImmutableCredentials keys)
    {
        var now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{now[..8]}/{region}/{Service}/aws4_request";
        var hash = Hex(SHA256.HashData(body));
        var address = request.RequestUri!;
        var signedHeaders = SignedHeaders + (keys.UseToken ? ";x-amz-security-token" : "");
        var headers = $"content-type:{request.Content!.Headers.ContentType}\nhost:{address.Authority}\nx-amz-content-sha256:{hash}\nx-amz-date:{now}\n"
            + (keys.UseToken ? $"x-amz-security-token:{keys.Token}\n" : "");

        // The path that goes over the wire is encoded once, and once more in what is signed.
        var path = string.Join('/', address.AbsolutePath.Split('/').Select(Uri.EscapeDataString));
        var canonical = $"POST\n{path}\n\n{headers}\n{signedHeaders}\n{hash}";
        var toSign = $"{Algorithm}\n{now}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + keys.SecretKey);
        foreach (var part in scope.Split('/'))
        {
            key = Mac(key, part);
        }

        request.Headers.Add("x-amz-date", now);
        request.Headers.Add("x-amz-content-sha256", hash);
        if (keys.UseToken)
        {
            request.Headers.Add("x-amz-security-token", keys.Token);
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={keys.AccessKey}/{scope}, SignedHeaders={signedHeaders}, Signature={Hex(Mac(key, toSign))}");
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

using System.Net;
using Realtime.Protocol.EventStreams.Signing;
using Realtime.Providers.Bedrock.Credentials;

namespace Realtime.Providers.Bedrock.Connection;

/// <summary>The request that opens a stream, and the chain that its events are signed by.</summary>
internal sealed class SignedRequest
{
    private SignedRequest(HttpRequestMessage message, DuplexContent body, EventSignatureChain chain)
    {
        (Message, Body, Chain) = (message, body, chain);
    }

    /// <summary>Gets the request.</summary>
    public HttpRequestMessage Message { get; }

    /// <summary>Gets its body.</summary>
    public DuplexContent Body { get; }

    /// <summary>Gets the chain that begins with the request's signature.</summary>
    public EventSignatureChain Chain { get; }

    /// <summary>Makes a request.</summary>
    /// <param name="endpoint">Where it goes.</param>
    /// <param name="keys">What it is signed with.</param>
    /// <param name="now">When.</param>
    /// <returns>The request.</returns>
    public static SignedRequest Create(BedrockEndpoint endpoint, AwsKeys keys, DateTimeOffset now)
    {
        var body = new DuplexContent();
        var scope = new SigningScope(endpoint.Region, "bedrock");
        List<KeyValuePair<string, string>> headers =
        [
            new("content-type", body.Headers.ContentType!.ToString()),
            new("host", endpoint.Uri.Authority),
            new("x-amz-content-sha256", SigV4.StreamingPayload),
            new("x-amz-date", SigV4.Timestamp(now)),
        ];
        if (keys.SessionToken is { } token)
        {
            headers.Add(new("x-amz-security-token", token));
        }

        var canonical = SigV4.CanonicalRequest("POST", endpoint.Uri.AbsolutePath, headers);
        var signature = SigV4.Sign(SigV4.SigningKey(keys.SecretAccessKey, scope, now), SigV4.StringToSign(canonical, scope, now));
        var message = new HttpRequestMessage(HttpMethod.Post, endpoint.Uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        foreach (var (name, value) in headers.Where(header => header.Key.StartsWith("x-amz", StringComparison.Ordinal)))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{SigV4.Algorithm} Credential={keys.AccessKeyId}/{scope.ToText(now)}, SignedHeaders={SigV4.SignedHeaders(headers)}, Signature={signature}");
        return new SignedRequest(message, body, new EventSignatureChain(keys.SecretAccessKey, scope, signature));
    }
}

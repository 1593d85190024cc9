using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Realtime.Protocol.EventStreams.Signing;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>The signature of a request, checked, with which the events' chain begins.</summary>
internal sealed class RequestSignature
{
    /// <summary>The access key that the simulator knows; it is AWS's own example.</summary>
    public const string AccessKeyId = "AKIDEXAMPLE";

    /// <summary>Its secret.</summary>
    public const string SecretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private RequestSignature(SigningScope scope, string signature) => Chain = new(SecretAccessKey, scope, signature);

    /// <summary>The chain of the events' signatures.</summary>
    public EventSignatureChain Chain { get; }

    /// <summary>Checks a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="problem">What is wrong, or null.</param>
    /// <returns>The signature; null when something is wrong.</returns>
    public static RequestSignature? Check(HttpRequest request, DateTimeOffset now, out BedrockRefusal? problem)
    {
        var fields = Fields(request.Headers.Authorization.ToString());
        if (fields is not { } authorization || authorization.Scope.Length != 5)
        {
            problem = new(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
            return null;
        }

        var (keyId, scope) = (authorization.Scope[0], new SigningScope(authorization.Scope[2], authorization.Scope[3]));
        if (keyId != AccessKeyId)
        {
            problem = new(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
            return null;
        }

        if (request.Headers["x-amz-security-token"].ToString() is { Length: > 0 } token && token.StartsWith("EXPIRED", StringComparison.Ordinal))
        {
            problem = new(403, "ExpiredTokenException", "The security token included in the request is expired");
            return null;
        }

        var isTime = DateTimeOffset.TryParseExact(
            request.Headers["x-amz-date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        if (!isTime || (now - time).Duration() > Skew || scope.Service != "bedrock" || Sign(request, authorization.SignedHeaders, scope, time) != authorization.Signature)
        {
            problem = new(403, "InvalidSignatureException", "The request signature we calculated does not match the signature you provided.");
            return null;
        }

        problem = null;
        return new RequestSignature(scope, authorization.Signature);
    }

    private static string Sign(HttpRequest request, string[] names, SigningScope scope, DateTimeOffset time)
    {
        // Over HTTP/2 one public client signs the pseudo header in place of the host.
        var headers = names.Select(name => KeyValuePair.Create(name, name is ":authority" or "host" ? request.Host.Value! : request.Headers[name].ToString())).ToArray();
        var canonical = SigV4.CanonicalRequest(request.Method, WirePath(request), headers);
        return SigV4.Sign(SigV4.SigningKey(SecretAccessKey, scope, time), SigV4.StringToSign(canonical, scope, time));
    }

    // As it came, with its escapes.
    private static string WirePath(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];

    private static (string[] Scope, string[] SignedHeaders, string Signature)? Fields(string authorization)
    {
        if (!authorization.StartsWith(SigV4.Algorithm + " ", StringComparison.Ordinal))
        {
            return null;
        }

        var fields = authorization[SigV4.Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries)
            .Select(field => field.Split('=', 2))
            .Where(field => field.Length == 2)
            .ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
        return fields.TryGetValue("Credential", out var credential) && fields.TryGetValue("SignedHeaders", out var headers) && fields.TryGetValue("Signature", out var signature)
            ? (credential.Split('/'), headers.Split(';'), signature)
            : null;
    }
}

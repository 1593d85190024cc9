using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Realtime.Protocol.EventStreams.Signing;

/// <summary>AWS Signature Version 4 of a request whose body is a signed event stream.</summary>
/// <remarks>Source: the AWS documentation of Signature Version 4; checked by published signatures.</remarks>
public static class SigV4
{
    /// <summary>What stands for the payload's hash, which cannot be known when the request begins.</summary>
    public const string StreamingPayload = "STREAMING-AWS4-HMAC-SHA256-EVENTS";

    /// <summary>The algorithm's name in <c>Authorization</c>.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Writes a time as in <c>x-amz-date</c>.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The text, as in <c>20260102T030405Z</c>.</returns>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a day as in a scope.</summary>
    /// <param name="time">A time on it.</param>
    /// <returns>The text, as in <c>20260102</c>.</returns>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Derives the key of a day.</summary>
    /// <param name="secretAccessKey">The secret access key.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="time">A time on the day.</param>
    /// <returns>The key, 32 bytes.</returns>
    public static byte[] SigningKey(string secretAccessKey, SigningScope scope, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var key = Hmac(Encoding.UTF8.GetBytes("AWS4" + secretAccessKey), Day(time));
        key = Hmac(key, scope.Region);
        key = Hmac(key, scope.Service);
        return Hmac(key, "aws4_request");
    }

    /// <summary>Writes the canonical form of a request without query.</summary>
    /// <param name="method">The method.</param>
    /// <param name="wirePath">The path as it goes on the wire; it is encoded once more, as for every service but S3.</param>
    /// <param name="headers">The headers to sign: names in lower case, in ordinal order.</param>
    /// <returns>The text.</returns>
    public static string CanonicalRequest(string method, string wirePath, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(wirePath);
        var text = new StringBuilder(512);
        text.Append(method).Append('\n');
        text.AppendJoin('/', wirePath.Split('/').Select(Uri.EscapeDataString)).Append("\n\n");
        foreach (var (name, value) in headers)
        {
            text.Append(name).Append(':').Append(value.Trim()).Append('\n');
        }

        return text.Append('\n').Append(SignedHeaders(headers)).Append('\n').Append(StreamingPayload).ToString();
    }

    /// <summary>Names the signed headers.</summary>
    /// <param name="headers">The headers, in order.</param>
    /// <returns>The names with semicolons between.</returns>
    public static string SignedHeaders(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        string.Join(';', headers.Select(header => header.Key));

    /// <summary>Writes what is signed of a request.</summary>
    /// <param name="canonicalRequest">Its canonical form.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="time">The request's time.</param>
    /// <returns>The text.</returns>
    public static string StringToSign(string canonicalRequest, SigningScope scope, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)));
        return $"{Algorithm}\n{Timestamp(time)}\n{scope.ToText(time)}\n{hash}";
    }

    /// <summary>Signs a text.</summary>
    /// <param name="signingKey">The day's key.</param>
    /// <param name="stringToSign">The text.</param>
    /// <returns>The signature in lower-case hex.</returns>
    public static string Sign(byte[] signingKey, string stringToSign) => Convert.ToHexStringLower(Hmac(signingKey, stringToSign));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}

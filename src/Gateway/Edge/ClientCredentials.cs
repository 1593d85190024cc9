using Microsoft.Extensions.Primitives;

namespace Realtime.Gateway.Edge;

/// <summary>The key that a request carries, wherever its client can put one.</summary>
/// <param name="Key">The key; null when there is none.</param>
/// <param name="FromSubprotocol">Whether it came by subprotocol, as from a browser, which cannot read a refused upgrade.</param>
internal readonly record struct ClientCredentials(string? Key, bool FromSubprotocol)
{
    private const string Bearer = "Bearer ";

    /// <summary>Reads the key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="extraHeader">A further header that may carry it (<c>litellm_key_header_name</c>); null for none.</param>
    /// <returns>What was found first: the configured header, <c>Authorization</c>, <c>api-key</c>, <c>x-litellm-api-key</c>, the
    /// query's <c>api-key</c>, the subprotocol.</returns>
    public static ClientCredentials Read(HttpRequest request, string? extraHeader)
    {
        var headers = request.Headers;
        var key = (extraHeader is null ? null : Token(headers[extraHeader]))
            ?? Authorization(headers.Authorization)
            ?? Token(headers["api-key"])
            ?? Token(headers["x-litellm-api-key"])
            ?? Token(request.Query["api-key"]);
        if (key is not null)
        {
            return new ClientCredentials(key, false);
        }

        key = Subprotocols.FindKey(request);
        return new ClientCredentials(key, key is not null);
    }

    private static string? Authorization(StringValues values)
    {
        var value = values.ToString();
        return value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? Token(value[Bearer.Length..]) : null;
    }

    private static string? Token(StringValues values)
    {
        var value = values.ToString().Trim();
        if (value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            value = value[Bearer.Length..].Trim();
        }

        return value.Length == 0 ? null : value;
    }
}

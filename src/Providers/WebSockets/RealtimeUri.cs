using System.Text;

namespace Realtime.Providers.WebSockets;

/// <summary>Builds the address of a realtime endpoint from an operator's <c>api_base</c>.</summary>
internal static class RealtimeUri
{
    /// <summary>Builds the address.</summary>
    /// <param name="apiBase">The base, <c>http</c>, <c>https</c>, <c>ws</c> or <c>wss</c>.</param>
    /// <param name="path">The endpoint's path below the provider's root, as <c>/v1/realtime</c>.</param>
    /// <param name="query">The query's parameters, in order.</param>
    /// <returns>The address. A base that ends with a beginning of the path, as <c>/v1</c>, does not get that beginning twice.</returns>
    public static Uri Build(Uri apiBase, string path, IEnumerable<KeyValuePair<string, string>> query)
    {
        var scheme = apiBase.Scheme is "http" or "ws" ? "ws" : "wss";
        var builder = new UriBuilder(apiBase)
        {
            Scheme = scheme,
            Port = apiBase.IsDefaultPort ? -1 : apiBase.Port,
            Path = Join(apiBase.AbsolutePath.TrimEnd('/'), path),
            Query = Query(apiBase.Query, query),
        };
        return builder.Uri;
    }

    /// <summary>Adds query parameters.</summary>
    /// <param name="uri">The URL.</param>
    /// <param name="query">The parameters, unescaped.</param>
    /// <returns>The URL with them.</returns>
    public static Uri WithQuery(Uri uri, IEnumerable<KeyValuePair<string, string>> query) =>
        new UriBuilder(uri) { Port = uri.IsDefaultPort ? -1 : uri.Port, Query = Query(uri.Query, query) }.Uri;

    private static string Join(string basePath, string path)
    {
        for (var length = path.Length; length > 0; length = path.LastIndexOf('/', length - 1))
        {
            if (basePath.EndsWith(path[..length], StringComparison.OrdinalIgnoreCase))
            {
                return basePath + path[length..];
            }
        }

        return basePath + path;
    }

    private static string Query(string existing, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var query = new StringBuilder(existing.TrimStart('?'));
        foreach (var (name, value) in parameters)
        {
            query.Append(query.Length == 0 ? "" : "&")
                .Append(Uri.EscapeDataString(name))
                .Append('=')
                .Append(Uri.EscapeDataString(value));
        }

        return query.ToString();
    }
}

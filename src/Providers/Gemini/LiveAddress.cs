namespace Realtime.Providers.Gemini;

/// <summary>Reads an operator's address of Google's services.</summary>
internal static class LiveAddress
{
    // Operators copy the base of the REST API, whose path the Live API does not share.
    private static readonly string[] RestPaths = ["/v1beta1", "/v1beta", "/v1alpha", "/v1"];

    /// <summary>Takes the REST API's version off an address.</summary>
    /// <param name="apiBase">The address.</param>
    /// <returns>The service's root.</returns>
    public static Uri Root(Uri apiBase)
    {
        var path = apiBase.AbsolutePath.TrimEnd('/');
        var version = RestPaths.FirstOrDefault(rest => path.EndsWith(rest, StringComparison.OrdinalIgnoreCase));
        return version is null ? apiBase : new UriBuilder(apiBase) { Path = path[..^version.Length] }.Uri;
    }
}

using Microsoft.AspNetCore.Http.HttpResults;

namespace Realtime.Gateway.Playground;

/// <summary>The page at <c>/</c> where a person speaks with the models: plain HTML, CSS and ES modules.</summary>
internal static class PlaygroundEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    // The page loads nothing from elsewhere and runs nothing that stands in its markup. Images in data: are those of its own style.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps the page, its files and its icon. They need no key: they hold no secret, and the page asks for one.</summary>
    /// <param name="endpoints">The routes.</param>
    public static void MapPlayground(this IEndpointRouteBuilder endpoints)
    {
        foreach (var asset in PlaygroundAssets.Load())
        {
            endpoints.MapMethods(asset.Route, Methods, (HttpContext context) => Serve(context, asset));
        }
    }

    private static FileContentHttpResult Serve(HttpContext context, PlaygroundAsset asset)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Permissions-Policy"] = "microphone=(self)";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return TypedResults.Bytes(asset.Content, asset.ContentType, entityTag: asset.Tag);
    }
}

using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Realtime.Gateway.Playground;

/// <summary>The files of the playground, which lie inside the assembly: nothing has to be installed beside it.</summary>
internal static class PlaygroundAssets
{
    private const string Prefix = "playground/";

    /// <summary>Reads them all.</summary>
    /// <returns>The files.</returns>
    public static IReadOnlyList<PlaygroundAsset> Load()
    {
        var assembly = typeof(PlaygroundAssets).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(name => Read(assembly, name)),
        ];
    }

    private static PlaygroundAsset Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is listed but not there.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"");
        return new PlaygroundAsset(RouteOf(name), content, ContentTypeOf(name), tag);
    }

    // Browsers ask for the icon and the page at the root; everything else keeps to its own folder.
    private static string RouteOf(string name) => name[Prefix.Length..] switch
    {
        "index.html" => "/",
        var icon when icon.StartsWith("favicon.", StringComparison.Ordinal) => $"/{icon}",
        _ => $"/{name}",
    };

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".ico" => "image/x-icon",
        var other => throw new InvalidOperationException($"The playground has a file of an unknown kind: {other}"),
    };
}

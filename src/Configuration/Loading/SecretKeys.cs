namespace Realtime.Configuration.Loading;

/// <summary>Knows which keys hold secrets, so that no message repeats their values.</summary>
internal static class SecretKeys
{
    private static readonly string[] _parts =
        ["key", "token", "secret", "password", "credential", "url", "base", "endpoint", "header", "query", "auth", "license", "cert"];

    public static bool MayHoldSecret(string path)
    {
        // In "guardrails[0].litellm_params.headers.x", any part may say so.
        return _parts.Any(part => path.Contains(part, StringComparison.OrdinalIgnoreCase));
    }
}

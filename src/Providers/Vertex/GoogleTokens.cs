using System.Collections.Concurrent;
using System.Text.Json;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Microsoft.Extensions.Logging;
using Realtime.Configuration;

namespace Realtime.Providers.Vertex;

/// <summary>
/// Google's access tokens. A credential is kept for each deployment's settings; it caches its token and renews it minutes before it ends. Tokens
/// are checked at the handshake alone, so that a running connection needs no other.
/// </summary>
internal sealed partial class GoogleTokens(TimeProvider time, ILogger<GoogleTokens> logger)
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    /// <summary>The longest that a token may take.</summary>
    internal static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<VertexOptions, Lazy<Task<GoogleCredential>>> _credentials = new();

    /// <summary>Gets a token.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="cancellationToken">Ends the wait; 20 s do too.</param>
    /// <returns>The token, or why there is none.</returns>
    public async Task<(string? Token, UpstreamRefusal? Refusal)> GetAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        try
        {
            var token = await FetchAsync(deployment.Vertex).WaitAsync(FetchTimeout, time, cancellationToken).ConfigureAwait(false);
            return (token, null);
        }
        catch (TimeoutException)
        {
            _credentials.TryRemove(deployment.Vertex, out _);
            return (null, new UpstreamRefusal(UpstreamRefusalKind.Timeout, "Google gave no access token within 20 s."));
        }
        catch (Exception exception) when (exception is TokenResponseException or InvalidOperationException or IOException
            or UnauthorizedAccessException or HttpRequestException or JsonException or FormatException or ArgumentException)
        {
            // What failed once may be mended: the file, the clock, the service.
            _credentials.TryRemove(deployment.Vertex, out _);
            LogNoToken(deployment.Id, exception.GetType().Name);
            return (null, new UpstreamRefusal(UpstreamRefusalKind.NoCredential, "No Google access token could be had for the deployment."));
        }
    }

    /// <summary>Tells the project that credentials belong to.</summary>
    /// <param name="options">The deployment's settings.</param>
    /// <returns>The project; null where the credentials name none.</returns>
    public static string? ProjectOf(VertexOptions options)
    {
        try
        {
            if (Json(options) is { } json)
            {
                using var document = JsonDocument.Parse(json);
                return document.RootElement.TryGetProperty("project_id", out var project) ? project.GetString() : null;
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // The connect says so, when it asks for a token.
        }

        return null;
    }

    private static string? Json(VertexOptions options) => options.Credentials?.Reveal() switch
    {
        null => null,
        var text when text.AsSpan().TrimStart().StartsWith("{") => text,
        var path => File.ReadAllText(path),
    };

    private static async Task<GoogleCredential> CreateAsync(VertexOptions options)
    {
        var credential = Json(options) is { } json
            ? CredentialFactory.FromJson(json, TypeOf(json))
            : await GoogleCredential.GetApplicationDefaultAsync().ConfigureAwait(false);
        return credential.CreateScoped(Scope);
    }

    // Only the operator's own configuration is read here, so that any kind of credential in it is meant.
    private static string TypeOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("type", out var type) ? type.GetString() ?? "" : "service_account";
    }

    private async Task<string> FetchAsync(VertexOptions options)
    {
        var made = _credentials.GetOrAdd(options, static key => new Lazy<Task<GoogleCredential>>(() => Task.Run(() => CreateAsync(key))));
        var credential = await made.Value.ConfigureAwait(false);
        return await ((ITokenAccess)credential).GetAccessTokenForRequestAsync().ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 1302, Level = LogLevel.Warning, Message = "No Google access token for deployment {Deployment}: {Failure}")]
    private partial void LogNoToken(string deployment, string failure);
}

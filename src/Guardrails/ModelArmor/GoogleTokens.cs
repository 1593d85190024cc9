using System.Text.Json;
using Google.Apis.Auth.OAuth2;
using Realtime.Configuration.Loading;
using Realtime.Guardrails.Http;

namespace Realtime.Guardrails.ModelArmor;

/// <summary>Access tokens for Google Cloud: of a service account's file or JSON, else of the machine.</summary>
internal sealed class GoogleTokens
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    private readonly Func<CancellationToken, Task<GoogleCredential>> _source;
    private Task<GoogleCredential>? _credential;

    private GoogleTokens(Func<CancellationToken, Task<GoogleCredential>> source) => _source = source;

    public static GoogleTokens? Read(SectionReader parameters, GuardrailEnvironment environment)
    {
        var key = parameters.Has("credentials") ? "credentials" : "vertex_credentials";
        if (parameters.Text(key) is not { Length: > 0 } text)
        {
            return new GoogleTokens(GoogleCredential.GetApplicationDefaultAsync);
        }

        if (!text.TrimStart().StartsWith('{'))
        {
            if (parameters.ExistingFile(key) is null)
            {
                return null;
            }

            text = File.ReadAllText(text);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            var credential = json.RootElement.Text("type") switch
            {
                "service_account" => CredentialFactory.FromJson<ServiceAccountCredential>(text).ToGoogleCredential(),
                "authorized_user" => CredentialFactory.FromJson<UserCredential>(text).ToGoogleCredential(),
                _ => null,
            };
            if (credential is not null)
            {
                return new GoogleTokens(_ => Task.FromResult(credential));
            }

            parameters.Problem(key, "is of a kind that is not supported", "give those of a service account, or leave it out to use the machine's");
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or JsonException or FormatException)
        {
            parameters.Problem(key, "holds no Google credentials", "give a service account's JSON, or the path of its file");
            return null;
        }
    }

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        // One that failed is tried again at the next text.
        var pending = _credential is { IsFaulted: false, IsCanceled: false } known ? known : _credential = _source(CancellationToken.None);
        var credential = await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await ((ITokenAccess)credential.CreateScoped(Scope)).GetAccessTokenForRequestAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}

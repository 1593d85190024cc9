namespace Realtime.Configuration.Loading;

/// <summary>Fills in what a deployment does not give from the environment variables that LiteLLM reads for its provider.</summary>
internal static class ProviderFallbacks
{
    public static Deployment Apply(Deployment d, IReadOnlyDictionary<string, string> variables)
    {
        string? First(params string[] names) =>
            names.Select(n => variables.GetValueOrDefault(n)).FirstOrDefault(v => !string.IsNullOrWhiteSpace(v))?.Trim();

        Uri? Base(params string[] names) => d.ApiBase ?? (Uri.TryCreate(First(names), UriKind.Absolute, out var uri) ? uri : null);
        Secret? Key(params string[] names) => d.ApiKey ?? Secret.From(First(names));

        return d.Provider switch
        {
            ProviderNames.OpenAI => d with
            {
                ApiKey = IsAt(d, ".openai.com") ? Key("OPENAI_API_KEY") : d.ApiKey,
                ApiBase = Base("OPENAI_BASE_URL", "OPENAI_API_BASE"),
                Organization = d.Organization ?? (IsAt(d, ".openai.com") ? First("OPENAI_ORGANIZATION") : null),
            },
            ProviderNames.HostedVllm or ProviderNames.Vllm => d with
            {
                ApiBase = Base("HOSTED_VLLM_API_BASE"),
                ApiKey = Key("HOSTED_VLLM_API_KEY"),
            },
            ProviderNames.DashScope => d with
            {
                ApiBase = Base("DASHSCOPE_API_BASE") ?? new Uri("https://dashscope.aliyuncs.com/api-ws/v1"),
                ApiKey = IsAt(d, ".aliyuncs.com") ? Key("DASHSCOPE_API_KEY") : d.ApiKey,
            },
            ProviderNames.LiteLlmProxy => d with { ApiBase = Base("LITELLM_PROXY_API_BASE"), ApiKey = Key("LITELLM_PROXY_API_KEY") },
            ProviderNames.XAI => d with { ApiBase = Base("XAI_API_BASE"), ApiKey = IsAt(d, ".x.ai") ? Key("XAI_API_KEY") : d.ApiKey },
            ProviderNames.Gemini => d with
            {
                ApiBase = Base("GEMINI_API_BASE"),
                ApiKey = IsAt(d, ".googleapis.com") ? Key("GEMINI_API_KEY", "GOOGLE_API_KEY") : d.ApiKey,
            },
            ProviderNames.Azure => Azure(d, First) with
            {
                ApiBase = Base("AZURE_API_BASE"),
                ApiVersion = d.ApiVersion ?? First("AZURE_API_VERSION"),
            },
            ProviderNames.AzureAI => Azure(d, First) with { ApiBase = Base("AZURE_AI_API_BASE") },
            ProviderNames.VertexAI => d with
            {
                Vertex = d.Vertex with
                {
                    Project = d.Vertex.Project ?? First("VERTEXAI_PROJECT", "VERTEX_PROJECT", "GOOGLE_CLOUD_PROJECT"),
                    Location = d.Vertex.Location ?? First("VERTEXAI_LOCATION", "VERTEX_LOCATION"),
                    Credentials = d.Vertex.Credentials
                        ?? Secret.From(First("VERTEXAI_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS")),
                },
            },
            ProviderNames.Bedrock => d with
            {
                Aws = d.Aws with { Region = d.Aws.Region ?? First("AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION") },
            },
            _ => d,
        };
    }

    // A provider's key must not go to somebody else's address only because it stands in the environment.
    private static bool IsAt(Deployment d, string domain) =>
        d.ApiBase is null || d.ApiBase.Host.EndsWith(domain, StringComparison.OrdinalIgnoreCase);

    // What the file gives goes before all of the environment: one of the two identities, never a mixture of both.
    private static Deployment Azure(Deployment d, Func<string[], string?> first)
    {
        var own = d.ApiKey is not null || d.Azure.AdToken is not null || d.Azure.ClientId is not null || d.Azure.TenantId is not null;
        var azure = d.Azure with { Scope = d.Azure.Scope ?? first(["AZURE_SCOPE"]) };
        var stated = d.RealtimeProtocol ?? first(["LITELLM_AZURE_REALTIME_PROTOCOL"])?.ToUpperInvariant() switch
        {
            "GA" or "V1" => Protocol.Translation.Dialect.Ga,
            "BETA" => Protocol.Translation.Dialect.Beta,
            _ => null,
        };
        if (own)
        {
            var tokenFile = azure.ClientSecret is null ? azure.FederatedTokenFile ?? first(["AZURE_FEDERATED_TOKEN_FILE"]) : null;
            return d with { RealtimeProtocol = stated, Azure = azure with { FederatedTokenFile = tokenFile } };
        }

        return d with
        {
            RealtimeProtocol = stated,
            ApiKey = Secret.From(first(["AZURE_API_KEY", "AZURE_OPENAI_API_KEY"])),
            Azure = azure with
            {
                AdToken = Secret.From(first(["AZURE_AD_TOKEN"])),
                TenantId = first(["AZURE_TENANT_ID"]),
                ClientId = first(["AZURE_CLIENT_ID"]),
                ClientSecret = azure.ClientSecret ?? Secret.From(first(["AZURE_CLIENT_SECRET"])),
                FederatedTokenFile = azure.FederatedTokenFile ?? first(["AZURE_FEDERATED_TOKEN_FILE"]),
            },
        };
    }
}

using Realtime.Protocol.Translation;

namespace Realtime.Configuration.Loading;

/// <summary>Knows what a deployment cannot do without at its provider.</summary>
internal static class ProviderRequirements
{
    /// <summary>Names what is missing.</summary>
    /// <returns>The key of <c>litellm_params</c> to give, what is wrong, and the remedy.</returns>
    public static IEnumerable<(string Key, string What, string Remedy)> Missing(Deployment d) => d.Provider switch
    {
        ProviderNames.OpenAI => KeyOrBase(d, "OPENAI_API_KEY"),
        ProviderNames.XAI => KeyOrBase(d, "XAI_API_KEY"),
        ProviderNames.Gemini => KeyOrBase(d, "GEMINI_API_KEY"),
        ProviderNames.Azure or ProviderNames.AzureAI => Azure(d),
        ProviderNames.VertexAI => Vertex(d),
        ProviderNames.Bedrock => Bedrock(d),
        ProviderNames.DashScope => Key(d, "DASHSCOPE_API_KEY"),
        _ => Base(d, "the server's address"),
    };

    /// <summary>Names what is there and cannot be used.</summary>
    /// <param name="d">The deployment.</param>
    /// <returns>The key of <c>litellm_params</c>, what is wrong with it, and the remedy.</returns>
    public static IEnumerable<(string Key, string What, string Remedy)> Unusable(Deployment d)
    {
        if (d.Provider == ProviderNames.Bedrock && d.ApiKey is not null && d.Aws.AccessKeyId is null)
        {
            yield return (
                "api_key",
                "cannot be used: AWS takes no Bedrock API key for the bidirectional stream of Nova Sonic",
                "give aws_access_key_id and aws_secret_access_key, a profile or a role, or leave all out for the default chain");
        }
    }

    private static IEnumerable<(string, string, string)> KeyOrBase(Deployment d, string variable)
    {
        if (d.ApiKey is null && d.ApiBase is null)
        {
            yield return ("api_key", $"is missing, and {variable} is not set", $"give api_key, for instance os.environ/{variable}");
        }
    }

    private static IEnumerable<(string, string, string)> Key(Deployment d, string variable)
    {
        if (d.ApiKey is null)
        {
            yield return ("api_key", $"is missing, and {variable} is not set", $"give api_key, for instance os.environ/{variable}");
        }
    }

    private static IEnumerable<(string, string, string)> Base(Deployment d, string example)
    {
        if (d.ApiBase is null)
        {
            yield return ("api_base", $"is missing, which {d.Provider} needs", $"give api_base: {example}");
        }
    }

    private static IEnumerable<(string, string, string)> Azure(Deployment d)
    {
        foreach (var missing in Base(d, "the resource's address, such as https://NAME.openai.azure.com"))
        {
            yield return missing;
        }

        var a = d.Azure;
        var canBecomeToken = a.UseDefaultCredential
            || (a.ClientId is not null && (a.TenantId is null || a.ClientSecret is not null || a.FederatedTokenFile is not null));
        if (d.ApiKey is null && a.AdToken is null && !canBecomeToken)
        {
            yield return (
                "api_key",
                "is missing, and no other Azure credential is complete",
                "give api_key, azure_ad_token, or tenant_id with client_id and client_secret, or set litellm_settings.enable_azure_ad_token_refresh");
        }

        if (d.RealtimeProtocol == Dialect.Beta && d.ApiVersion is null)
        {
            yield return ("api_version", "is missing, which realtime_protocol: beta needs", "give a dated version, such as 2025-04-01-preview");
        }
    }

    private static IEnumerable<(string, string, string)> Vertex(Deployment d)
    {
        if (d.Vertex.Project is null && d.Vertex.Credentials is null)
        {
            yield return ("vertex_project", "is missing, and VERTEXAI_PROJECT is not set", "give vertex_project or vertex_credentials");
        }
    }

    private static IEnumerable<(string, string, string)> Bedrock(Deployment d)
    {
        if (d.Aws.AccessKeyId is null != d.Aws.SecretAccessKey is null)
        {
            var key = d.Aws.AccessKeyId is null ? "aws_access_key_id" : "aws_secret_access_key";
            yield return (key, "is missing beside its other half", "give both aws_access_key_id and aws_secret_access_key, or neither");
        }
    }
}

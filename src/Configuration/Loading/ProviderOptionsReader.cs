using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Reads the keys of <c>litellm_params</c> that belong to one provider, and those for TLS.</summary>
internal static class ProviderOptionsReader
{
    public static AzureOptions Azure(SectionReader p, bool useDefaultCredential) => new()
    {
        AdToken = p.Secret("azure_ad_token"),
        TenantId = p.Text("tenant_id") ?? p.Text("azure_tenant_id"),
        ClientId = p.Text("client_id") ?? p.Text("azure_client_id"),
        ClientSecret = p.Secret("client_secret") ?? p.Secret("azure_client_secret"),
        FederatedTokenFile = p.Text("azure_federated_token_file"),
        Scope = p.Text("azure_scope"),
        UseDefaultCredential = useDefaultCredential,
    };

    public static VertexOptions Vertex(SectionReader p) => new()
    {
        Project = p.Text("vertex_project") ?? p.Text("vertex_ai_project"),
        Location = p.Text("vertex_location") ?? p.Text("vertex_ai_location"),
        Credentials = Credentials(p, "vertex_credentials") ?? Credentials(p, "vertex_ai_credentials"),
    };

    public static AwsOptions Aws(SectionReader p) => new()
    {
        Region = p.Text("aws_region_name"),
        AccessKeyId = p.Secret("aws_access_key_id"),
        SecretAccessKey = p.Secret("aws_secret_access_key"),
        SessionToken = p.Secret("aws_session_token"),
        ProfileName = p.Text("aws_profile_name"),
        RoleName = p.Text("aws_role_name"),
        SessionName = p.Text("aws_session_name"),
        ExternalId = p.Text("aws_external_id"),
        WebIdentityToken = p.Secret("aws_web_identity_token"),
        StsEndpoint = p.Address("aws_sts_endpoint", "https", "http"),
        RuntimeEndpoint = p.Address("aws_bedrock_runtime_endpoint", "https", "http"),
    };

    /// <summary>Reads TLS settings; <c>ssl_verify</c> is a boolean, or the path of a file with authorities.</summary>
    public static TlsOptions Tls(SectionReader p, TlsOptions defaults)
    {
        var verify = p.Node("ssl_verify") is ConfigScalar scalar && ScalarText.TryFlag(scalar.Text, out var flag) ? flag : (bool?)null;
        return new TlsOptions
        {
            Verify = verify ?? (p.Node("ssl_verify") is null ? defaults.Verify : true),
            AuthorityFile = verify is null ? p.ExistingFile("ssl_verify") ?? defaults.AuthorityFile : null,
            CertificateFile = p.ExistingFile("ssl_certificate") ?? defaults.CertificateFile,
            KeyFile = p.ExistingFile("ssl_key") ?? defaults.KeyFile,
        };
    }

    // A service account: a file's path, JSON text, or the same JSON as a YAML map.
    private static Secret? Credentials(SectionReader p, string key) => p.Node(key) switch
    {
        ConfigMapping map => new Secret(JsonText.Write(map)),
        ConfigScalar => p.Secret(key),
        null => null,
        _ => p.Secret(key),
    };
}

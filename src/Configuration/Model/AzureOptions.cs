namespace Realtime.Configuration;

/// <summary>How a deployment on Azure proves who it is, besides <see cref="Deployment.ApiKey"/>.</summary>
public sealed record AzureOptions
{
    /// <summary>Gets the options of a deployment that names none.</summary>
    public static AzureOptions None { get; } = new();

    /// <summary>Gets a ready Microsoft Entra access token (<c>azure_ad_token</c>), sent as it stands.</summary>
    public Secret? AdToken { get; init; }

    /// <summary>Gets the Entra tenant (<c>tenant_id</c>, else <c>AZURE_TENANT_ID</c>).</summary>
    public string? TenantId { get; init; }

    /// <summary>Gets the application or the managed identity (<c>client_id</c>, else <c>AZURE_CLIENT_ID</c>).</summary>
    public string? ClientId { get; init; }

    /// <summary>Gets the application's secret (<c>client_secret</c>, else <c>AZURE_CLIENT_SECRET</c>).</summary>
    public Secret? ClientSecret { get; init; }

    /// <summary>
    /// Gets the file with the token that a workload identity exchanges (<c>AZURE_FEDERATED_TOKEN_FILE</c>), with
    /// <see cref="TenantId"/> and <see cref="ClientId"/>.
    /// </summary>
    public string? FederatedTokenFile { get; init; }

    /// <summary>
    /// Gets the scope that tokens are asked for (<c>azure_scope</c>, else <c>AZURE_SCOPE</c>); null means
    /// <c>https://cognitiveservices.azure.com/.default</c>.
    /// </summary>
    public string? Scope { get; init; }

    /// <summary>
    /// Gets a value indicating whether the machine's own identity (workload, managed, or the developer's) may be used
    /// (<c>litellm_settings.enable_azure_ad_token_refresh</c>).
    /// </summary>
    public bool UseDefaultCredential { get; init; }
}

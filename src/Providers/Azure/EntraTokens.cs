using System.Collections.Concurrent;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Realtime.Configuration;
using Realtime.Protocol.Translation;

namespace Realtime.Providers.Azure;

/// <summary>
/// Microsoft Entra ID tokens. A credential is kept per deployment's settings; it caches its token and renews it before it ends.
/// Tokens are checked at the handshake only, so a running session needs no other.
/// </summary>
internal sealed partial class EntraTokens(ILogger<EntraTokens> logger)
{
    /// <summary>The scope of the GA form.</summary>
    internal const string GaScope = "https://ai.azure.com/.default";

    /// <summary>The scope of the dated preview versions.</summary>
    internal const string PreviewScope = "https://cognitiveservices.azure.com/.default";

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<AzureOptions, TokenCredential> _credentials = new();

    /// <summary>Gets a token.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="cancellationToken">Ends the wait; 20 s do too.</param>
    /// <returns>The token, or why there is none.</returns>
    public async Task<(string? Token, UpstreamRefusal? Refusal)> GetAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        if (deployment.Azure.AdToken is { } token)
        {
            return (token.Reveal(), null);
        }

        var scope = deployment.Azure.Scope ?? (deployment.Dialect == Dialect.Beta ? PreviewScope : GaScope);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(FetchTimeout);
        try
        {
            var credential = _credentials.GetOrAdd(deployment.Azure, CreateCredential);
            var access = await credential.GetTokenAsync(new TokenRequestContext([scope]), timeout.Token).ConfigureAwait(false);
            return (access.Token, null);
        }
        catch (Exception exception) when (exception is AuthenticationFailedException or CredentialUnavailableException)
        {
            LogNoToken(deployment.Id, exception.GetType().Name);
            return (null, new UpstreamRefusal(
                UpstreamRefusalKind.NoCredential, "No Microsoft Entra ID token could be had for the deployment."));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new UpstreamRefusal(UpstreamRefusalKind.Timeout, "Microsoft Entra ID gave no token within 20 s."));
        }
    }

    private static TokenCredential CreateCredential(AzureOptions azure) => azure switch
    {
        { TenantId: { } tenant, ClientId: { } client, ClientSecret: { } secret } =>
            new ClientSecretCredential(tenant, client, secret.Reveal()),
        { FederatedTokenFile: { } file } => new WorkloadIdentityCredential(new WorkloadIdentityCredentialOptions
        {
            TokenFilePath = file,
            TenantId = azure.TenantId,
            ClientId = azure.ClientId,
        }),
        { ClientId: { } client } => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client)),
        _ => new DefaultAzureCredential(),
    };

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "No Entra ID token for deployment {Deployment}: {Failure}")]
    private partial void LogNoToken(string deployment, string failure);
}

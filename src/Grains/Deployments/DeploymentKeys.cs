using Realtime.Configuration;

namespace Realtime.Grains.Deployments;

/// <summary>Under which name a deployment's failures are counted.</summary>
internal static class DeploymentKeys
{
    /// <summary>Gets the model that fails for itself.</summary>
    /// <param name="deployment">The deployment, with what the client named put in for a pattern's <c>*</c>.</param>
    /// <returns>The provider's model of a pattern; null for an ordinary deployment.</returns>
    public static string? ModelOf(Deployment deployment) =>
        deployment.ModelName.Contains('*', StringComparison.Ordinal) ? deployment.ProviderModel : null;
}

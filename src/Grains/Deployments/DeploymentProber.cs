using Realtime.Configuration.Reload;
using Realtime.Grains.Sessions;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Deployments;

/// <summary>Opens a deployment's socket, waits for its provider's first event and closes it.</summary>
internal sealed class DeploymentProber(UpstreamConnector connector, ConfigStore config)
{
    /// <summary>Probes a deployment.</summary>
    /// <param name="deploymentId">Its id.</param>
    /// <returns>What it failed with, without host, path or credential, and whether that may pass by itself; null when the provider answered.</returns>
    public async Task<(string? Error, bool Transient)> ProbeAsync(string deploymentId)
    {
        var current = config.Current;
        if (current.Deployments.FirstOrDefault(entry => entry.Id == deploymentId) is not { } deployment)
        {
            return ("The deployment is not in this silo's configuration.", false);
        }

        if (deployment.Info.HealthCheckModel is { } model)
        {
            // As in litellm_params: with or without the provider's prefix.
            deployment = deployment with { ProviderModel = model.StartsWith(deployment.Provider + "/", StringComparison.Ordinal) ? model[(deployment.Provider.Length + 1)..] : model };
        }

        var general = current.General;
        var request = new UpstreamRequest
        {
            Deployment = deployment,
            Limits = new UpstreamLimits(general.KeepaliveInterval, general.KeepaliveTimeout, general.WriteTimeout),
        };
        var (link, refusal) = await connector.ConnectAsync(request, new UpstreamStart { SessionId = "probe" }, CancellationToken.None);
        if (link is null)
        {
            return (refusal!.Message, refusal.Kind == UpstreamRefusalKind.Timeout || refusal.Status is 429 or 408);
        }

        await link.CloseAsync();
        return (null, false);
    }
}

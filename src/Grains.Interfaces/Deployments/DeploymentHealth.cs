namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>The result of a deployment's last probe.</summary>
[GenerateSerializer]
[Alias("Realtime.DeploymentHealth")]
public enum DeploymentHealth
{
    /// <summary>It was not probed.</summary>
    Unknown = 0,

    /// <summary>Its provider answered.</summary>
    Healthy = 1,

    /// <summary>Its provider did not.</summary>
    Unhealthy = 2,
}

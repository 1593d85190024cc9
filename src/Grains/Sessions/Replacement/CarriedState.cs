namespace Realtime.Grains.Sessions.Replacement;

/// <summary>What a translator left for its successor. It means something only to the deployment that gave it.</summary>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="State">What was left.</param>
internal sealed record CarriedState(string DeploymentId, object State);

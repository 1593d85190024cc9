namespace Realtime.Grains.Interfaces.Deployments;

/// <summary>What a deployment takes at most.</summary>
/// <param name="MaxParallel">Sessions at a time; null for no limit.</param>
/// <param name="Rpm">Sessions begun in any minute; null for no limit.</param>
/// <param name="Tpm">Tokens in the last minute from which on no session begins; null for no limit.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.DeploymentLimits")]
public sealed record DeploymentLimits(
    [property: Id(0)] int? MaxParallel = null, [property: Id(1)] int? Rpm = null, [property: Id(2)] long? Tpm = null)
{
    /// <summary>Gets the limits of a deployment without any.</summary>
    public static DeploymentLimits None { get; } = new();

    /// <summary>Gets a value indicating whether there is any limit.</summary>
    public bool Any => MaxParallel is not null || Rpm is not null || Tpm is not null;
}

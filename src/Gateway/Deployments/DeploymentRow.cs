using Realtime.Configuration;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Gateway.Deployments;

/// <summary>A line of <c>GET /deployments</c>.</summary>
internal sealed record DeploymentRow
{
    /// <summary>Gets the deployment's id.</summary>
    public required string ModelId { get; init; }

    /// <summary>Gets the model group.</summary>
    public required string ModelName { get; init; }

    /// <summary>Gets <c>litellm_params.model</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the provider's address without credentials; null when it is the provider's own.</summary>
    public string? ApiBase { get; init; }

    /// <summary>
    /// Gets <c>blocked</c>, <c>resting</c> after failures, <c>unhealthy</c> by its last probe, <c>full</c> at <c>max_parallel_requests</c>, <c>unknown</c>
    /// where the cluster does not answer, else <c>ready</c>.
    /// </summary>
    public required string State { get; init; }

    /// <summary>Gets the sessions that it serves, connections opened ahead included.</summary>
    public int InFlight { get; init; }

    /// <summary>Gets the most that it may serve; null for no limit.</summary>
    public int? MaxParallelRequests { get; init; }

    /// <summary>Gets the sessions that may begin within a minute; null for no limit.</summary>
    public int? Rpm { get; init; }

    /// <summary>Gets the tokens within a minute from which on none begins; null for no limit.</summary>
    public long? Tpm { get; init; }

    /// <summary>Gets until when it rests; null when it does not.</summary>
    public DateTimeOffset? CooldownUntil { get; init; }

    /// <summary>Gets the average time of the last connects, in milliseconds.</summary>
    public double? ConnectMs { get; init; }

    /// <summary>Gets the average time to first audio of the last answers, in milliseconds.</summary>
    public double? FirstAudioMs { get; init; }

    /// <summary>Gets the sessions that began in the last minute.</summary>
    public long RequestsLastMinute { get; init; }

    /// <summary>Gets the tokens used in the last minute.</summary>
    public long TokensLastMinute { get; init; }

    /// <summary>Gets when it was last probed.</summary>
    public DateTimeOffset? ProbedAt { get; init; }

    /// <summary>Gets what the last probe failed with.</summary>
    public string? ProbeError { get; init; }

    /// <summary>Gets what the last failed connect failed with.</summary>
    public string? LastFailure { get; init; }

    /// <summary>Makes a line.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="load">What is known of it; null when the cluster does not answer.</param>
    /// <param name="router">The settings.</param>
    /// <param name="now">The time.</param>
    /// <returns>The line.</returns>
    public static DeploymentRow Of(Deployment deployment, DeploymentLoad? load, RouterSettings router, DateTimeOffset now)
    {
        var most = deployment.MaxParallelRequests ?? router.DefaultMaxParallelRequests;
        return new DeploymentRow
        {
            ModelId = deployment.Id,
            ModelName = deployment.ModelName,
            Model = deployment.LiteLlmModel,
            Provider = deployment.Provider,
            ApiBase = deployment.ApiBaseText,
            State = deployment.Info.Blocked ? "blocked"
                : load is null ? "unknown"
                : load.RestsUntil > now ? "resting"
                : load.Health == DeploymentHealth.Unhealthy ? "unhealthy"
                : load.InFlight >= most ? "full"
                : load.UnsteadyUntil > now ? "unsteady"
                : "ready",
            InFlight = load?.InFlight ?? 0,
            MaxParallelRequests = most,
            Rpm = deployment.Rpm,
            Tpm = deployment.Tpm,
            CooldownUntil = load?.RestsUntil,
            ConnectMs = load?.ConnectTime?.TotalMilliseconds,
            FirstAudioMs = load?.FirstAudioTime?.TotalMilliseconds,
            RequestsLastMinute = load?.RequestsLastMinute ?? 0,
            TokensLastMinute = load?.TokensLastMinute ?? 0,
            ProbedAt = load?.ProbedAt,
            ProbeError = load?.ProbeError,
            LastFailure = load?.LastFailure,
        };
    }
}

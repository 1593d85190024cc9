using System.Text.Json.Serialization;

namespace Realtime.Gateway.Deployments;

/// <summary>A deployment in the answer of <c>GET /health</c>.</summary>
/// <param name="Model"><c>litellm_params.model</c>.</param>
/// <param name="ModelId">The deployment's id.</param>
/// <param name="ModelName">The model group; left out where the configuration wants no details, as all that follows.</param>
/// <param name="ApiBase">The provider's address without credentials.</param>
/// <param name="Error">What the probe failed with.</param>
/// <param name="ProbedAt">When it was probed.</param>
internal sealed record DeploymentHealthEntry(
    string Model,
    string ModelId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ModelName = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ApiBase = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ProbedAt = null);

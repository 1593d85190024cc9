using System.Text.Json.Serialization;

namespace Realtime.Gateway.Deployments;

/// <summary>Serialization of what is said about deployments.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeploymentTable))]
[JsonSerializable(typeof(DeploymentHealthReport))]
internal sealed partial class DeploymentJson : JsonSerializerContext;

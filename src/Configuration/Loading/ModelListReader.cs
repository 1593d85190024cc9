using System.Security.Cryptography;
using System.Text;
using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Reads <c>model_list</c> and gives every deployment an id of its own.</summary>
internal sealed class ModelListReader(ModelListContext context)
{
    private const string EnvironmentVariable = "LITELLM_ENVIRONMENT";

    private readonly Dictionary<string, SourcePosition> _givenIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _madeIds = new(StringComparer.Ordinal);

    public IReadOnlyList<Deployment> Read(ConfigSequence? list)
    {
        var deployments = new List<Deployment>();
        var reader = new DeploymentReader(context);
        for (var i = 0; i < (list?.Items.Count ?? 0); i++)
        {
            var (node, path) = (list!.Items[i], $"model_list[{i}]");
            if (reader.Read(node, path) is { } deployment && IsHere(deployment, node, path))
            {
                deployments.Add(deployment with { Id = IdOf(deployment, node, path), Fingerprint = Fingerprint(deployment, node, path) });
            }
        }

        return deployments;
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // What says which model at which place is meant. Secrets and limits change without making another deployment of it.
    private static string MakeId(Deployment d) => Digest(JsonText.Join(
        d.ModelName,
        d.LiteLlmModel,
        d.CustomProvider,
        d.ApiBaseText,
        d.ApiVersion,
        d.Organization,
        d.RealtimeProtocol?.ToString(),
        d.Vertex.Project,
        d.Vertex.Location,
        d.Aws.Region,
        d.Aws.RoleName,
        d.Aws.ProfileName))[..32];

    // The entry itself, and what it takes from elsewhere.
    private string Fingerprint(Deployment d, ConfigNode node, string path)
    {
        var parameters = (ConfigMapping)((ConfigMapping)node).Find("litellm_params")!.Value;
        return Digest(JsonText.Join(
            JsonText.Write(node),
            context.Credential(parameters, path) is { } credential ? JsonText.Write(credential) : null,
            context.DefaultParameters is { } defaults ? JsonText.Write(defaults) : null,
            context.DefaultTls.ToString(),
            d.OnUpstreamLoss.ToString(),
            d.ApiBase?.ToString(),
            d.ApiVersion,
            d.ApiKey?.Reveal(),
            d.Azure.ToString(),
            d.Azure.AdToken?.Reveal(),
            d.Azure.ClientSecret?.Reveal(),
            d.Vertex.ToString(),
            d.Aws.ToString()));
    }

    private string IdOf(Deployment deployment, ConfigNode node, string path)
    {
        if (deployment.Id.Length == 0)
        {
            var made = MakeId(deployment);
            var count = _madeIds[made] = _madeIds.GetValueOrDefault(made) + 1;
            return count == 1 ? made : $"{made}-{count}";
        }

        var position = Position(node, "id");
        if (!_givenIds.TryAdd(deployment.Id, position))
        {
            var first = _givenIds[deployment.Id];
            context.Findings.Problem(
                position, $"{path}.model_info.id", $"the id '{deployment.Id}' is taken (first at {first})", "give each deployment its own");
        }

        return deployment.Id;
    }

    private bool IsHere(Deployment deployment, ConfigNode node, string path)
    {
        if (deployment.Info.SupportedEnvironments.Count == 0)
        {
            return true;
        }

        if (context.Variables.TryGetValue(EnvironmentVariable, out var present) && present.Length > 0)
        {
            return deployment.Info.SupportedEnvironments.Contains(present, StringComparer.OrdinalIgnoreCase);
        }

        context.Findings.Problem(
            Position(node, "supported_environments"),
            $"{path}.model_info.supported_environments",
            $"is given, but the environment variable {EnvironmentVariable} is not set",
            "set it to development, staging or production");
        return true;
    }

    private static SourcePosition Position(ConfigNode node, string key) =>
        ((node as ConfigMapping)?.Find("model_info")?.Value as ConfigMapping)?.Find(key)?.Value.Position ?? node.Position;
}

using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>What the entries of <c>model_list</c> share while they are read.</summary>
internal sealed class ModelListContext(Findings findings, IReadOnlyDictionary<string, string> variables)
{
    public Findings Findings { get; } = findings;

    /// <summary>Gets the environment, with <c>environment_variables</c> in it.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; } = variables;

    /// <summary>Gets every <c>model_name</c>, also of entries that are left out, so that a fallback to one is no mistake.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the credentials by name (<c>credential_list</c>).</summary>
    public required IReadOnlyDictionary<string, ConfigMapping> Credentials { get; init; }

    /// <summary>Gets <c>router_settings.default_litellm_params</c>.</summary>
    public ConfigMapping? DefaultParameters { get; init; }

    /// <summary>Gets the time-out of deployments that name none.</summary>
    public TimeSpan DefaultTimeout { get; init; } = Deployment.DefaultTimeout;

    /// <summary>Gets <c>router_settings.on_upstream_loss</c>, for entries that do not say it.</summary>
    public UpstreamLossAction OnUpstreamLoss { get; init; }

    public bool AllowDefaultAzureCredential { get; init; }

    public TlsOptions DefaultTls { get; init; } = TlsOptions.Default;

    /// <summary>Finds the named credential whose values stand in for what an entry does not give.</summary>
    public ConfigMapping? Credential(ConfigMapping parameters, string path)
    {
        var name = new SectionReader(parameters, path, Findings, DefaultParameters).Text("litellm_credential_name");
        if (name is null || Credentials.TryGetValue(name, out var credential))
        {
            return name is null ? null : Credentials[name];
        }

        Findings.Problem(
            parameters.Find("litellm_credential_name")?.Value.Position ?? parameters.Position,
            $"{path}.litellm_params.litellm_credential_name",
            "names no entry of credential_list",
            "correct the name or add the credential");
        return null;
    }
}

using Realtime.Configuration.Models;
using Realtime.Configuration.Source;
using Realtime.Configuration.Validation;

namespace Realtime.Configuration.Loading;

/// <summary>Reads LiteLLM's <c>config.yaml</c> and tells everything that is wrong with it at once.</summary>
public static class ConfigLoader
{
    /// <summary>Reads a configuration.</summary>
    /// <param name="path">The main file, as the operator wrote it; findings name it so. Null: no file, only the environment.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="files">Reads files; null: this machine's.</param>
    /// <param name="checks">What else has a say; null: nothing.</param>
    public static ConfigLoadResult Load(
        string? path, IReadOnlyDictionary<string, string> environment, IConfigFiles? files = null, IReadOnlyList<IConfigCheck>? checks = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var findings = new Findings();
        var read = new DigestingFiles(files ?? DiskFiles.Instance);
        var config = Read(path, environment, read, findings, checks ?? []);
        return findings.ToResult(config) with { Digest = read.Digest };
    }

    private static RealtimeConfig? Read(
        string? path,
        IReadOnlyDictionary<string, string> environment,
        DigestingFiles files,
        Findings findings,
        IReadOnlyList<IConfigCheck> checks)
    {
        var tree = path is null
            ? new ConfigMapping(new SourcePosition("(no file)", 1, 1), [])
            : new IncludeReader(files, findings).Read(path);
        if (tree is null)
        {
            return null;
        }

        var variables = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        var exported = EnvironmentSection.Read(tree, variables, findings);
        var config = Build(new EnvironmentResolver(variables, findings).Resolve(tree), variables, exported, findings);
        foreach (var check in checks)
        {
            check.Check(config, variables, findings);
        }

        return config;
    }

    private static RealtimeConfig Build(
        ConfigMapping root, Dictionary<string, string> variables, IReadOnlyDictionary<string, Secret> exported, Findings findings)
    {
        var top = new SectionReader(root, "", findings);
        var general = GeneralSettingsReader.Read(Section(top, "general_settings"), variables);
        var shared = Section(top, "litellm_settings");
        var router = RouterSettingsReader.Read(Section(top, "router_settings"), shared);
        var litellm = LiteLlmSettingsReader.Read(shared, top.Section("callback_settings"), variables);
        var context = new ModelListContext(findings, variables)
        {
            Credentials = CredentialListReader.Read(top.Sequence("credential_list"), findings),
            DefaultParameters = (root.Find("router_settings")?.Value as ConfigMapping)?.Find("default_litellm_params")?.Value as ConfigMapping,
            DefaultTimeout = router.Timeout ?? Deployment.DefaultTimeout,
            OnUpstreamLoss = router.OnUpstreamLoss,
            AllowDefaultAzureCredential = litellm.EnableAzureAdTokenRefresh,
            DefaultTls = ProviderOptionsReader.Tls(shared, TlsOptions.Default),
        };
        var deployments = new ModelListReader(context).Read(top.Sequence("model_list"));
        var config = new RealtimeConfig
        {
            Deployments = deployments,
            Models = new ModelTable(deployments, router.ModelGroupAlias),
            General = general,
            LiteLlm = litellm,
            Router = router,
            Guardrails = GuardrailReader.Read(top.Sequence("guardrails"), findings),
            Policies = top.Mapping("policies"),
            PolicyAttachments = top.Sequence("policy_attachments"),
            EnvironmentVariables = exported,
            Source = root,
        };
        shared.Finish(KnownKeys.LiteLlm);
        _ = top.Node(EnvironmentSection.Key);
        top.Finish(KnownKeys.Top);
        new ReferenceCheck(config, context.Names, root, findings).Run();
        return config;
    }

    private static SectionReader Section(SectionReader top, string key) =>
        top.Section(key) ?? new SectionReader(new ConfigMapping(top.Map.Position, []), key, top.Findings);
}

using Realtime.Configuration.Models;
using Realtime.Configuration.Source;
using Realtime.Protocol.Translation;

namespace Realtime.Configuration.Loading;

/// <summary>Reads one entry of <c>model_list</c>.</summary>
internal sealed class DeploymentReader(ModelListContext context)
{
    // Azure's names for "no dated version": the GA form.
    private static readonly string[] _undatedVersions = ["v1", "latest", "preview"];

    private static readonly Dictionary<string, Dialect> _protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GA"] = Dialect.Ga,
        ["v1"] = Dialect.Ga,
        ["beta"] = Dialect.Beta,
    };

    /// <summary>The values of <c>on_upstream_loss</c>.</summary>
    internal static readonly Dictionary<string, UpstreamLossAction> LossActions = new(StringComparer.Ordinal)
    {
        ["resume"] = UpstreamLossAction.Resume,
        ["close"] = UpstreamLossAction.Close,
    };

    /// <summary>Reads an entry.</summary>
    /// <returns>The deployment, whose id may still be missing; null when the entry is wrong or not for realtime sessions.</returns>
    public Deployment? Read(ConfigNode node, string path)
    {
        if (node is not ConfigMapping map)
        {
            context.Findings.Problem(node.Position, path, $"is {node.Kind}", "write a map with model_name and litellm_params");
            return null;
        }

        var entry = new SectionReader(map, path, context.Findings);
        var name = Required(entry, "model_name");
        var nested = entry.Mapping("litellm_params");
        if (nested is null && !entry.Has("litellm_params"))
        {
            entry.Problem("litellm_params", "is missing", "give litellm_params with at least model");
        }

        var info = entry.Section("model_info");
        _ = (entry.Node("rpm"), entry.Node("tpm"));
        entry.Finish(KnownKeys.ModelEntry);
        if (name is not null)
        {
            context.Names.Add(name);
        }

        if (nested is null)
        {
            return null;
        }

        var parameters = new SectionReader(
            nested, ConfigPath.Join(path, "litellm_params"), context.Findings, context.Credential(nested, path), context.DefaultParameters);
        _ = parameters.Text("litellm_credential_name");
        var deployment = Build(entry, parameters, info, name ?? "");
        parameters.Finish(KnownKeys.Parameters);
        return name is null ? null : deployment;
    }

    // Each is an open session at the provider, which counts and may cost.
    private const int MostWarmConnections = 100;

    private static string? Required(SectionReader section, string key)
    {
        var text = section.Text(key)?.Trim();
        if (string.IsNullOrEmpty(text) && !section.Has(key))
        {
            section.Problem(key, "is missing", $"give {key}");
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static Dialect DialectOf(string provider, Dialect? stated, string? apiVersion) =>
        stated
        ?? (provider is ProviderNames.DashScope || (provider is ProviderNames.Azure && apiVersion is not null && !_undatedVersions.Contains(apiVersion, StringComparer.OrdinalIgnoreCase))
            ? Dialect.Beta
            : Dialect.Ga);

    private Deployment? Build(SectionReader entry, SectionReader parameters, SectionReader? info, string name)
    {
        var prices = new Dictionary<string, decimal>(StringComparer.Ordinal);
        PriceFields.Read(parameters, prices);
        var modelInfo = ModelInfoReader.Read(info, prices, out var id);
        var deployment = ReadParameters(parameters, name) with
        {
            Id = id ?? "",
            Rpm = (int?)Limit(entry, parameters, info, "rpm", int.MaxValue),
            Tpm = Limit(entry, parameters, info, "tpm", long.MaxValue),
            Info = modelInfo,
            Prices = prices,
        };
        if (deployment.LiteLlmModel.Length == 0)
        {
            return null;
        }

        // In "model: '*'" the provider stands in what the client asks for.
        var open = deployment.CustomProvider is null && deployment.LiteLlmModel.StartsWith('*');
        return open ? OpenProvider(deployment, parameters) : OneProvider(deployment, parameters);
    }

    private Deployment? OneProvider(Deployment deployment, SectionReader parameters)
    {
        var (provider, model) = ProviderPrefix.Split(deployment.LiteLlmModel, deployment.CustomProvider);
        if (!ProviderCatalog.IsKnown(provider))
        {
            parameters.Problem(
                "custom_llm_provider", "names no known provider", $"write one of {string.Join(", ", ProviderCatalog.Realtime)}");
            return null;
        }

        if (!ProviderCatalog.IsRealtime(provider))
        {
            parameters.Warning(
                "model", $"the provider {provider} has no realtime models here", "the entry is left out of the models");
            return null;
        }

        var whole = Complete(deployment, provider, model);
        foreach (var (key, what, remedy) in ProviderRequirements.Missing(whole).Where(m => !parameters.Has(m.Key)))
        {
            parameters.Problem(key, what, remedy);
        }

        foreach (var (key, what, remedy) in ProviderRequirements.Unusable(whole))
        {
            parameters.Problem(key, what, remedy);
        }

        return whole;
    }

    private Deployment? OpenProvider(Deployment deployment, SectionReader parameters)
    {
        var variants = ProviderCatalog.Realtime.Select(provider => Complete(deployment, provider, deployment.LiteLlmModel))
            .Where(d => !ProviderRequirements.Missing(d).Any())
            .ToDictionary(d => d.Provider, StringComparer.Ordinal);
        if (variants.Count == 0)
        {
            parameters.Problem(
                "model", "no provider has the credentials it needs", "give api_key or api_base, or set a provider's variable such as OPENAI_API_KEY");
            return null;
        }

        var shown = variants.GetValueOrDefault(ProviderNames.OpenAI) ?? variants.Values.First();
        return shown with { ProviderVariants = variants };
    }

    private Deployment Complete(Deployment deployment, string provider, string model)
    {
        var whole = ProviderFallbacks.Apply(deployment with { Provider = provider, ProviderModel = model }, context.Variables);
        return whole with { Dialect = DialectOf(provider, whole.RealtimeProtocol, whole.ApiVersion) };
    }

    private Deployment ReadParameters(SectionReader p, string name)
    {
        var headers = new Dictionary<string, Secret>(p.TextMap("headers", v => new Secret(v)), StringComparer.OrdinalIgnoreCase);
        foreach (var (header, value) in p.TextMap("extra_headers", v => new Secret(v)))
        {
            headers[header] = value;
        }

        return new Deployment
        {
            Id = "",
            ModelName = name,
            Provider = "",
            ProviderModel = "",
            LiteLlmModel = Required(p, "model") ?? "",
            CustomProvider = p.Text("custom_llm_provider")?.Trim(),
            ApiKey = p.Secret("api_key"),
            ApiBase = p.Address("api_base", "http", "https", "ws", "wss") ?? p.Address("base_url", "http", "https", "ws", "wss"),
            ApiVersion = p.Text("api_version")?.Trim(),
            Organization = p.Text("organization")?.Trim(),
            RealtimeProtocol = p.Choice("realtime_protocol", _protocols),
            Azure = ProviderOptionsReader.Azure(p, context.AllowDefaultAzureCredential),
            Vertex = ProviderOptionsReader.Vertex(p),
            Aws = ProviderOptionsReader.Aws(p),
            Tls = ProviderOptionsReader.Tls(p, context.DefaultTls),
            Timeout = p.Duration("timeout", min: TimeSpan.FromMilliseconds(1), max: TimeSpan.FromHours(1)) ?? context.DefaultTimeout,
            IdleTimeout = p.Duration("idle_timeout", min: TimeSpan.FromMilliseconds(1)),
            MaxSessionDuration = p.Duration("max_session_duration", min: TimeSpan.FromMilliseconds(1)),
            ExtraHeaders = headers,
            ExtraQuery = p.TextMap("extra_query", v => new Secret(v)),
            VoiceMap = p.TextMap("voice_map", v => v),
            TranscriptionModel = p.Text("transcription_model")?.Trim(),
            MaxParallelRequests = p.Integer("max_parallel_requests", 1),
            Weight = (double?)p.Number("weight", 0),
            Order = p.Integer("order", 0),
            Tags = p.Texts("tags"),
            MaxBudget = p.Number("max_budget", 0),
            BudgetDuration = p.Duration("budget_duration"),
            CooldownTime = p.Duration("cooldown_time"),
            AllowedFails = p.Integer("allowed_fails", 0),
            WarmConnections = p.Integer("warm_connections", 0, MostWarmConnections) ?? 0,
            WarmConnectionMaxAge = p.Duration("warm_connection_max_age", min: TimeSpan.FromSeconds(1), max: TimeSpan.FromMinutes(50))
                ?? Deployment.DefaultWarmConnectionMaxAge,
            Guardrails = p.Texts("guardrails"),
            OnUpstreamLoss = p.Choice("on_upstream_loss", LossActions) ?? context.OnUpstreamLoss,
            ConnectionLimit = p.Duration("connection_limit", min: TimeSpan.FromSeconds(1)),
            DropUnknownEvents = p.Flag("drop_unknown_events") ?? false,
        };
    }

    // LiteLLM looks in this order.
    private static long? Limit(SectionReader entry, SectionReader parameters, SectionReader? info, string key, long max)
    {
        var values = new[] { entry.Long(key, 0, max), parameters.Long(key, 0, max), info?.Long(key, 0, max) };
        return Array.Find(values, v => v is not null);
    }
}

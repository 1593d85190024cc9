using Realtime.Configuration.Models;
using Realtime.Configuration.Source;

namespace Realtime.Configuration;

/// <summary>A whole configuration, checked and with every variable in place. Immutable: a reload makes a new one.</summary>
public sealed class RealtimeConfig
{
    /// <summary>Gets the configuration of a process that was given none.</summary>
    public static RealtimeConfig Empty { get; } = new();

    /// <summary>Gets the deployments, in the order of the file.</summary>
    public IReadOnlyList<Deployment> Deployments { get; init; } = [];

    /// <summary>Gets the table that finds the deployments for a name that a client asks for.</summary>
    public ModelTable Models { get; init; } = ModelTable.Empty;

    /// <summary>Gets <c>general_settings</c>.</summary>
    public GeneralSettings General { get; init; } = GeneralSettings.Default;

    /// <summary>Gets <c>litellm_settings</c>.</summary>
    public LiteLlmSettings LiteLlm { get; init; } = LiteLlmSettings.Default;

    /// <summary>Gets <c>router_settings</c>.</summary>
    public RouterSettings Router { get; init; } = RouterSettings.Default;

    /// <summary>Gets <c>guardrails</c>, in the order of the file.</summary>
    public IReadOnlyList<GuardrailEntry> Guardrails { get; init; } = [];

    /// <summary>Gets <c>policies</c> as they stand; null when there are none.</summary>
    public ConfigMapping? Policies { get; init; }

    /// <summary>Gets <c>policy_attachments</c> as they stand; null when there are none.</summary>
    public ConfigSequence? PolicyAttachments { get; init; }

    /// <summary>
    /// Gets <c>environment_variables</c>, resolved: already used for every <c>os.environ/</c>, and to be exported by a process whose
    /// libraries read variables of their own.
    /// </summary>
    public IReadOnlyDictionary<string, Secret> EnvironmentVariables { get; init; } = new Dictionary<string, Secret>();

    /// <summary>Gets the merged tree that the configuration was read from; null when it was made by code.</summary>
    internal ConfigMapping? Source { get; init; }

    /// <summary>Makes a configuration of given deployments, for tests and demonstrations.</summary>
    /// <param name="deployments">The deployments; their ids differ.</param>
    /// <param name="general">The general settings; null: the defaults.</param>
    /// <param name="router">The router's settings; null: the defaults.</param>
    public static RealtimeConfig ForDeployments(
        IEnumerable<Deployment> deployments,
        GeneralSettings? general = null,
        RouterSettings? router = null)
    {
        ArgumentNullException.ThrowIfNull(deployments);
        var list = deployments.ToArray();
        var settings = router ?? RouterSettings.Default;
        return new RealtimeConfig
        {
            Deployments = list,
            Models = new ModelTable(list, settings.ModelGroupAlias),
            General = general ?? GeneralSettings.Default,
            Router = settings,
        };
    }

    /// <summary>Makes the configuration of the first minute: one model, <c>demo</c>, on the built-in simulator.</summary>
    /// <param name="simulator">The simulator's address, http or ws.</param>
    /// <param name="general">The general settings; null: the defaults.</param>
    public static RealtimeConfig ForDemo(Uri simulator, GeneralSettings? general = null)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        return ForDeployments(
            [
                new Deployment
                {
                    Id = "demo",
                    ModelName = "demo",
                    Provider = ProviderNames.OpenAI,
                    ProviderModel = "demo",
                    LiteLlmModel = "openai/demo",
                    ApiBase = simulator,
                    ApiKey = new Secret("sk-demo"),
                    Info = new ModelInfo { Mode = "realtime" },

                    // The simulator in this very process costs nothing, which is not the same as an unknown price.
                    Prices = new Dictionary<string, decimal> { ["input_cost_per_token"] = 0, ["output_cost_per_token"] = 0 },
                },
            ],
            general);
    }
}

using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Reads <c>model_info</c>.</summary>
internal static class ModelInfoReader
{
    /// <summary>Reads the section.</summary>
    /// <param name="info">The section; null when there is none.</param>
    /// <param name="prices">Takes the prices that <c>litellm_params</c> do not give.</param>
    /// <param name="id">The id; null when there is none.</param>
    public static ModelInfo Read(SectionReader? info, Dictionary<string, decimal> prices, out string? id)
    {
        id = null;
        if (info is null)
        {
            return ModelInfo.None;
        }

        PriceFields.Read(info, prices);
        id = info.Text("id")?.Trim() is { Length: > 0 } text ? text : null;
        var model = new ModelInfo
        {
            Mode = info.Text("mode"),
            BaseModel = info.Text("base_model"),
            Tier = info.Choice("tier", "free", "paid"),
            Blocked = info.Flag("blocked") ?? false,
            AccessGroups = info.Texts("access_groups"),
            TeamId = info.Text("team_id"),
            TeamPublicModelName = info.Text("team_public_model_name"),
            HealthCheckModel = info.Text("health_check_model"),
            DisableBackgroundHealthCheck = info.Flag("disable_background_health_check") ?? false,
            SupportedEnvironments = info.Texts("supported_environments"),
            Other = Other(info),
        };
        _ = info.Node("rpm") ?? info.Node("tpm");

        // LiteLLM lets its users keep anything here.
        info.Finish(KnownKeys.ModelInfo, freeForm: true);
        return model;
    }

    private static Dictionary<string, string> Other(SectionReader info) => info.Map.Entries
        .Where(e => e.Value is ConfigScalar { IsNull: false, Variable: null } && !PriceFields.Names.Contains(e.Key) && e.Key != "id")
        .ToDictionary(e => e.Key, e => ((ConfigScalar)e.Value).Text, StringComparer.Ordinal);
}

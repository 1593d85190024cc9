using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Policies;

/// <summary>What is set and spent, as answers show it.</summary>
internal abstract record PolicyInfo
{
    protected PolicyInfo(AuditedRow row, IReadOnlyCollection<SpendRow> spend, DateTimeOffset now)
    {
        var settings = row.Settings;
        foreach (var window in spend)
        {
            window.Roll(now);
        }

        var main = spend.FirstOrDefault(window => window.Window == SpendWindow.Main);
        Spend = main?.Spend ?? 0;
        Models = settings.Models ?? [];
        MaxBudget = settings.MaxBudget;
        SoftBudget = settings.SoftBudget;
        BudgetDuration = settings.BudgetDuration;
        BudgetResetAt = main?.ResetAt;
        BudgetLimits = settings.BudgetLimits?.Select(limit => new BudgetLimitInfo(limit, spend)).ToList();
        ModelMaxBudget = settings.ModelMaxBudget ?? new Dictionary<string, ModelBudget>();
        ModelSpend = spend.Where(window => window.Window.StartsWith(SpendWindow.Model(""), StringComparison.Ordinal))
            .ToDictionary(window => window.Window[SpendWindow.Model("").Length..], window => window.Spend);
        TpmLimit = settings.TpmLimit;
        RpmLimit = settings.RpmLimit;
        MaxParallelRequests = settings.MaxParallelRequests;
        ModelRpmLimit = settings.ModelRpmLimit;
        ModelTpmLimit = settings.ModelTpmLimit;
        MaxSessionDuration = settings.MaxSessionDuration;
        MaxSessionCost = settings.MaxSessionCost;
        Guardrails = settings.Guardrails;
        DisableGlobalGuardrails = settings.DisableGlobalGuardrails;
        Policies = settings.Policies ?? [];
        Tags = settings.Tags;
        Metadata = ShownMetadata(settings);
        RouterSettings = settings.RouterSettings;
        Other = settings.Other?.ToDictionary(field => field.Key, field => JsonSerializer.SerializeToElement(field.Value));
        CreatedAt = row.CreatedAt;
        CreatedBy = row.CreatedBy;
        UpdatedAt = row.UpdatedAt;
        UpdatedBy = row.UpdatedBy;
    }

    /// <summary>The spend in US dollars in the present period.</summary>
    public decimal Spend { get; }

    /// <summary>The models that may be used; empty: all.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>The spend in US dollars that is allowed in budget_duration.</summary>
    public decimal? MaxBudget { get; }

    /// <summary>The spend in US dollars that raises an alert.</summary>
    public decimal? SoftBudget { get; }

    /// <summary>The period of max_budget.</summary>
    public string? BudgetDuration { get; }

    /// <summary>When the next period begins.</summary>
    public DateTimeOffset? BudgetResetAt { get; }

    /// <summary>Budgets that hold at the same time as max_budget.</summary>
    public IReadOnlyList<BudgetLimitInfo>? BudgetLimits { get; }

    /// <summary>Budgets by model.</summary>
    public IReadOnlyDictionary<string, ModelBudget> ModelMaxBudget { get; }

    /// <summary>The spend by model, where there are budgets by model.</summary>
    public IReadOnlyDictionary<string, decimal> ModelSpend { get; }

    /// <summary>Tokens a minute.</summary>
    public long? TpmLimit { get; }

    /// <summary>Requests a minute.</summary>
    public long? RpmLimit { get; }

    /// <summary>Sessions at a time.</summary>
    public int? MaxParallelRequests { get; }

    /// <summary>Requests a minute by model.</summary>
    public IReadOnlyDictionary<string, long>? ModelRpmLimit { get; }

    /// <summary>Tokens a minute by model.</summary>
    public IReadOnlyDictionary<string, long>? ModelTpmLimit { get; }

    /// <summary>The longest that one session may last.</summary>
    public string? MaxSessionDuration { get; }

    /// <summary>What one session may cost in US dollars.</summary>
    public decimal? MaxSessionCost { get; }

    /// <summary>The guardrails that apply.</summary>
    public IReadOnlyList<string>? Guardrails { get; }

    /// <summary>Whether guardrails that are on by default are left out.</summary>
    public bool? DisableGlobalGuardrails { get; }

    /// <summary>The policies that apply.</summary>
    public IReadOnlyList<string> Policies { get; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<string>? Tags { get; }

    /// <summary>What the caller keeps, and as LiteLLM shows them there: guardrails, tags, model_rpm_limit, model_tpm_limit.</summary>
    public JsonObject Metadata { get; }

    /// <summary>How sessions are routed.</summary>
    public JsonObject? RouterSettings { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; }

    /// <summary>Who changed it last.</summary>
    public string UpdatedBy { get; }

    /// <summary>Fields of LiteLLM that are kept without effect.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Other { get; set; }

    private static JsonObject ShownMetadata(PolicySettings settings)
    {
        var shown = settings.Metadata?.DeepClone() as JsonObject ?? [];
        Show("guardrails", settings.Guardrails);
        Show("tags", settings.Tags);
        Show("model_rpm_limit", settings.ModelRpmLimit);
        Show("model_tpm_limit", settings.ModelTpmLimit);
        return shown;

        void Show<T>(string name, T? value)
        {
            if (value is not null)
            {
                shown[name] = JsonSerializer.SerializeToNode(value);
            }
        }
    }
}

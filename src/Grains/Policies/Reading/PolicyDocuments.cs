using System.Text.Json.Nodes;
using Realtime.Configuration.Loading;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Storage.Model;

namespace Realtime.Grains.Policies.Reading;

/// <summary>Makes the document that sessions know from the settings that the database keeps.</summary>
internal static class PolicyDocuments
{
    /// <summary>Makes the document of a row.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="settings">The settings in force.</param>
    /// <returns>The document, in state <see cref="PolicyState.Active"/>.</returns>
    public static PolicyDocument From(string scope, PolicySettings settings) => new()
    {
        Scope = scope,
        State = PolicyState.Active,
        Models = settings.Models ?? [],
        Aliases = settings.Aliases ?? new Dictionary<string, string>(),
        Guardrails = settings.Guardrails ?? [],
        DisableGlobalGuardrails = settings.DisableGlobalGuardrails ?? false,
        Policies = settings.Policies ?? [],
        Tags = settings.Tags ?? [],
        AllowedRoutes = settings.AllowedRoutes ?? [],
        RouterSettings = Text(settings.RouterSettings),
        Metadata = Text(settings.Metadata),
        MaxSessionDuration = DurationText.TryParse(settings.MaxSessionDuration ?? "", out var longest) ? longest : null,
        MaxSessionCost = settings.MaxSessionCost,
        SoftBudget = settings.SoftBudget,
        Budgets = [.. Budgets(settings)],
        Limits = new RateLimits
        {
            Sessions = settings.MaxParallelRequests,
            Requests = settings.RpmLimit,
            Tokens = settings.TpmLimit,
            ModelRequests = settings.ModelRpmLimit ?? new Dictionary<string, long>(),
            ModelTokens = settings.ModelTpmLimit ?? new Dictionary<string, long>(),
        },
    };

    private static IEnumerable<BudgetTerm> Budgets(PolicySettings settings)
    {
        if (settings.MaxBudget is { } limit)
        {
            yield return new BudgetTerm(SpendWindow.Main, limit, settings.BudgetDuration);
        }

        foreach (var window in settings.BudgetLimits ?? [])
        {
            yield return new BudgetTerm(SpendWindow.Limit(window.BudgetDuration), window.MaxBudget, window.BudgetDuration);
        }

        foreach (var (model, budget) in settings.ModelMaxBudget ?? new Dictionary<string, ModelBudget>())
        {
            yield return new BudgetTerm(SpendWindow.Model(model), budget.BudgetLimit, budget.TimePeriod, model);
        }
    }

    private static string? Text(JsonObject? value) => value?.ToJsonString();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Configuration.Prices;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Policies.Sessions;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;

namespace Realtime.Grains.Metering;

/// <summary>Makes a session's ledger rows, and says whom they debit.</summary>
internal sealed class UsageRows(SessionPolicy policy, string model)
{
    /// <summary>Makes a row.</summary>
    /// <param name="id">What makes it unique within the session.</param>
    /// <param name="kind">What it is of.</param>
    /// <param name="deployment">The deployment that served it.</param>
    /// <param name="providerModel">The provider's model.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="cost">What it cost.</param>
    /// <param name="start">When it began.</param>
    /// <param name="end">When it ended.</param>
    /// <returns>The row.</returns>
    public LedgerRow Make(
        string id, LedgerKind kind, Deployment deployment, string providerModel, ModelUsage usage, Cost cost, DateTimeOffset start, DateTimeOffset end)
    {
        var principal = policy.Principal;
        return new LedgerRow
        {
            RequestId = policy.SessionId + ":" + id,
            SessionId = policy.SessionId,
            Kind = kind,
            ApiKey = principal.KeyHash,
            KeyAlias = principal.KeyAlias,
            TeamId = principal.TeamId,
            UserId = principal.UserId,
            EndUser = principal.CustomerId,
            Spend = Money.Round(cost.Total),
            Unpriced = cost.IsUnpriced,
            TotalTokens = usage.TotalTokens,
            PromptTokens = usage.InputTokens,
            CompletionTokens = usage.OutputTokens,
            CachedTokens = usage.CachedTokens,
            StartTime = start,
            EndTime = end,
            Model = providerModel,
            ModelGroup = principal.RequestedModel ?? model,
            ModelId = deployment.Id,
            Provider = deployment.Provider,
            RequestTags = principal.Tags.Count == 0 ? null : new JsonArray([.. principal.Tags.Select(tag => (JsonNode)tag)]).ToJsonString(),
            RequesterIpAddress = principal.ClientAddress,
        };
    }

    /// <summary>Writes down what the user said.</summary>
    /// <param name="text">The text; null for nothing.</param>
    /// <returns>A JSON list of one message; null for nothing.</returns>
    public static string? UserMessage(string? text) =>
        text is null ? null : new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }).ToJsonString();

    /// <summary>Adds what only the session's own row says.</summary>
    /// <param name="row">The row.</param>
    /// <param name="end">How the session ended.</param>
    /// <param name="responses">How many responses it had.</param>
    /// <param name="cost">What they cost, which stands in their rows.</param>
    public static void AddSession(LedgerRow row, SessionEnd end, int responses, decimal cost)
    {
        row.Status = end.Cause is SessionEndCause.UpstreamLost or SessionEndCause.SiloLost ? "failure" : "success";
        var cause = JsonNamingPolicy.SnakeCaseLower.ConvertName(end.Cause.ToString());
        var metadata = new JsonObject
        {
            ["end"] = cause,
            ["close_code"] = end.CloseCode,
            ["responses"] = responses,
            ["session_spend"] = Money.Round(cost),
        };
        if (row.Status == "failure")
        {
            metadata["error_information"] = ErrorFacts.Of(cause, null);
        }

        row.Metadata = metadata.ToJsonString();
    }

    /// <summary>Says whom a row debits.</summary>
    /// <param name="deployment">The deployment that served it.</param>
    /// <param name="config">Holds the budgets of deployments and providers.</param>
    /// <returns>The windows, and those among the owners that count besides the session's own.</returns>
    public (IReadOnlyList<SpendDebit> Debits, IReadOnlyList<string> Others) Debits(Deployment deployment, RealtimeConfig config)
    {
        var debits = policy.Scopes.SelectMany(scope => Debits(scope.Scope, scope.Document.Budgets)).ToList();
        var others = new List<string>();
        if (deployment.MaxBudget is not null)
        {
            others.Add(PolicyScopes.Deployment(deployment.Id));
        }

        if (config.Router.ProviderBudgets.ContainsKey(deployment.Provider))
        {
            others.Add(PolicyScopes.Provider(deployment.Provider));
        }

        debits.AddRange(others.Select(scope => new SpendDebit(scope, SpendWindow.Main)));
        return (debits, others);
    }

    private IEnumerable<SpendDebit> Debits(string scope, IReadOnlyList<BudgetTerm> terms)
    {
        var main = terms.FirstOrDefault(term => term.Window == SpendWindow.Main);
        yield return new SpendDebit(scope, SpendWindow.Main, main?.Period);
        foreach (var term in terms.Where(term => term.Window != SpendWindow.Main && (term.Model is null || policy.Models.Contains(term.Model, StringComparer.Ordinal))))
        {
            yield return new SpendDebit(scope, term.Window, term.Period);
        }
    }
}

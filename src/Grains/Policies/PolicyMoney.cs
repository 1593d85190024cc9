using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Policies.Alerts;
using Realtime.Grains.Policies.Counting;
using Realtime.Storage.Model;

namespace Realtime.Grains.Policies;

/// <summary>A policy's money: what was spent, which of its budgets are used up, and who has been told of it.</summary>
/// <remarks>Used on its grain's scheduler alone.</remarks>
internal sealed class PolicyMoney(AlertBoard alerts, TimeProvider time)
{
    private readonly SpendMeter _spend = new();
    private readonly HashSet<string> _announced = new(StringComparer.Ordinal);
    private bool _softBudgetTold;

    /// <summary>Gets the spend by window.</summary>
    public IReadOnlyDictionary<string, decimal> Spend => _spend.Spend;

    /// <summary>Takes in what the database knows.</summary>
    /// <param name="document">What is set.</param>
    /// <param name="rows">What was spent.</param>
    public void Merge(PolicyDocument document, IReadOnlyList<SpendRow> rows)
    {
        _spend.Merge(rows, document.Scope, document.Budgets, time.GetUtcNow());

        // A raised budget, or one whose next period has begun, is told of again when it is used up.
        _announced.RemoveWhere(window => !document.Budgets.Any(term => term.Window == window && Exhausted(term) is not null));
    }

    /// <summary>Books what a response or a transcription cost.</summary>
    /// <param name="document">What is set.</param>
    /// <param name="booking">What was used.</param>
    /// <returns>Whether it was new.</returns>
    public bool Book(PolicyDocument document, UsageBooking booking)
    {
        var isNew = _spend.Add(booking, document.Scope, document.Budgets);
        if (isNew)
        {
            WarnOfSoftBudget(document);
        }

        return isNew;
    }

    /// <summary>Finds a budget that is used up.</summary>
    /// <param name="document">What is set.</param>
    /// <param name="models">The names of the model.</param>
    /// <returns>Why there may be no response; null when there may.</returns>
    public SessionRefusal? Exhausted(PolicyDocument document, IReadOnlyList<string> models)
    {
        var now = time.GetUtcNow();
        return _spend.Exhausted(document.Budgets, models, now) is var (term, spend)
            ? PolicyRefusals.ForBudget(document, term, spend, _spend.ResetOf(term), now)
            : null;
    }

    /// <summary>Finds the budgets that are used up and of which nobody has been told yet, and takes them for told.</summary>
    /// <param name="document">What is set.</param>
    /// <returns>What sessions must hear: none may begin another response.</returns>
    public IReadOnlyList<PolicyChange> TakeNews(PolicyDocument document)
    {
        var news = new List<PolicyChange>();
        foreach (var term in document.Budgets)
        {
            if (Exhausted(term) is { } spend && _announced.Add(term.Window))
            {
                var refusal = PolicyRefusals.ForBudget(document, term, spend, _spend.ResetOf(term), time.GetUtcNow());
                alerts.Raise(new Alert(AlertTypes.Budget, "budget_crossed", refusal.Message, document.Scope));
                news.Add(new PolicyChange(document.Scope, document, refusal, AtTurnEnd: true, Models(term)));
            }
        }

        return news;
    }

    private static string[] Models(BudgetTerm term) => term.Model is null ? [] : [term.Model];

    private decimal? Exhausted(BudgetTerm term) => _spend.Exhausted([term], Models(term), time.GetUtcNow())?.Spend;

    private void WarnOfSoftBudget(PolicyDocument document)
    {
        if (document.SoftBudget is not { } soft)
        {
            return;
        }

        var spend = _spend.Spend.GetValueOrDefault(SpendWindow.Main);
        if (spend >= soft && !_softBudgetTold)
        {
            alerts.Raise(new Alert(
                AlertTypes.Budget, "soft_budget_crossed", FormattableString.Invariant($"Soft budget crossed: spend {spend}, soft budget {soft}."), document.Scope));
        }

        _softBudgetTold = spend >= soft;
    }
}

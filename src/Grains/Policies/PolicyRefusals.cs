using System.Globalization;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Policies.Counting;

namespace Realtime.Grains.Policies;

/// <summary>Why a session or a turn may not begin, and why a session must end; <c>docs/errors.md</c> lists them.</summary>
internal static class PolicyRefusals
{
    /// <summary>The code of a limit that leaves no room.</summary>
    public const string RateLimitCode = "rate_limit_exceeded";

    /// <summary>Gets the end of a session whose place was given to another one while its silo could not keep it.</summary>
    public static SessionRefusal LeaseLost { get; } = new(
        429, RateLimitCode, RateLimitCode, "The session's place was lost, and all are taken now. Connect again.", RetryAfter: TimeSpan.FromSeconds(5));

    /// <summary>Tells that a limit leaves no room.</summary>
    /// <param name="document">Whose limit.</param>
    /// <param name="reached">The limit.</param>
    /// <returns>The refusal.</returns>
    public static SessionRefusal ForLimit(PolicyDocument document, ReachedLimit reached)
    {
        var model = reached.Model is null ? "" : $" for model {reached.Model}";
        return new(
            429,
            RateLimitCode,
            RateLimitCode,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Rate limit exceeded for {Whose(document)}{model}. Limit type: {reached.Kind}. Current limit: {reached.Limit}, Remaining: 0. Try again in {reached.Seconds} s."),
            RetryAfter: TimeSpan.FromSeconds(reached.Seconds));
    }

    /// <summary>Tells that a budget is used up.</summary>
    /// <param name="document">Whose budget.</param>
    /// <param name="term">The budget.</param>
    /// <param name="spend">What was spent.</param>
    /// <param name="reset">When it begins anew; null for never.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The refusal.</returns>
    public static SessionRefusal ForBudget(PolicyDocument document, BudgetTerm term, decimal spend, DateTimeOffset? reset, DateTimeOffset now)
    {
        var model = term.Model is null ? "" : $" for model {term.Model}";
        var period = term.Period is null ? "" : $" in {term.Period}";
        return new(
            429,
            SessionRefusal.BudgetCode,
            SessionRefusal.BudgetCode,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Budget has been exceeded! {Whose(document)}{model}: Current cost: {spend:0.##################}, Max budget: {term.Limit:0.##################}{period}"),
            RetryAfter: reset - now);
    }

    private static string Whose(PolicyDocument document)
    {
        var (kind, id) = PolicyScopes.Split(document.Scope);
        return kind switch
        {
            // A key's hash is nothing that its owner knows, and nothing that belongs into a message.
            "key" => document.Alias is null ? "api_key" : "api_key: " + document.Alias,
            "customer" => "end_user: " + id,
            "member" => "team_member: " + id,
            PolicyScopes.Global => "all keys together",
            _ => kind + ": " + id,
        };
    }
}

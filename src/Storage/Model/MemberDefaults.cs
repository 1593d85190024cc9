namespace Realtime.Storage.Model;

/// <summary>What a member of a team gets whose own row says nothing (<c>team_member_*</c>).</summary>
/// <param name="MaxBudget">The spend in US dollars for each member.</param>
/// <param name="BudgetDuration">Its period; null: for ever.</param>
/// <param name="RpmLimit">Requests a minute for each member.</param>
/// <param name="TpmLimit">Tokens a minute for each member.</param>
/// <param name="KeyDuration">How long a key of a member lives at most, as a duration.</param>
public sealed record MemberDefaults(
    decimal? MaxBudget = null, string? BudgetDuration = null, long? RpmLimit = null, long? TpmLimit = null, string? KeyDuration = null);

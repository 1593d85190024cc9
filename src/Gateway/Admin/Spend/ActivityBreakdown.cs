namespace Realtime.Gateway.Admin.Spend;

/// <summary>A day in parts.</summary>
/// <param name="Models">By the provider's model.</param>
/// <param name="ModelGroups">By the name that clients asked for.</param>
/// <param name="Providers">By provider.</param>
/// <param name="ApiKeys">By key.</param>
/// <param name="Entities">By team or user.</param>
internal sealed record ActivityBreakdown(
    IReadOnlyDictionary<string, ActivityPart> Models,
    IReadOnlyDictionary<string, ActivityPart> ModelGroups,
    IReadOnlyDictionary<string, ActivityPart> Providers,
    IReadOnlyDictionary<string, ActivityPart> ApiKeys,
    IReadOnlyDictionary<string, ActivityPart> Entities);

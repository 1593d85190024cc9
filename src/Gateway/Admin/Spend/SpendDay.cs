using System.Text.Json.Serialization;

namespace Realtime.Gateway.Admin.Spend;

/// <summary>What was spent on a day.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Spend">US dollars.</param>
/// <param name="Users">US dollars by user.</param>
/// <param name="Models">US dollars by model.</param>
internal sealed record SpendDay(
    [property: JsonPropertyName("startTime")] DateOnly Day,
    decimal Spend,
    IReadOnlyDictionary<string, decimal> Users,
    IReadOnlyDictionary<string, decimal> Models);

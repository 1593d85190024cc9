using System.Text.Json.Serialization;

namespace Realtime.Gateway.Admin.Spend;

/// <summary>What was spent on a day.</summary>
/// <param name="GroupByDay">The day, in UTC.</param>
/// <param name="Teams">By team.</param>
/// <param name="Customers">By customer.</param>
internal sealed record DaySpend(
    DateOnly GroupByDay,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SpenderSpend>? Teams,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SpenderSpend>? Customers);

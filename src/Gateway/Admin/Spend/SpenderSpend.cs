using System.Text.Json.Serialization;

namespace Realtime.Gateway.Admin.Spend;

/// <summary>What a team or a customer spent.</summary>
/// <param name="TeamName">The team's name, else its id; empty for keys without a team.</param>
/// <param name="Customer">The customer; empty for requests that named none.</param>
/// <param name="TotalSpend">US dollars.</param>
/// <param name="Spend">The same.</param>
/// <param name="Metadata">By key and model.</param>
/// <param name="Keys">The same.</param>
internal sealed record SpenderSpend(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TeamName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Customer,
    decimal TotalSpend,
    decimal Spend,
    IReadOnlyList<KeyModelSpend> Metadata,
    IReadOnlyList<KeyModelSpend> Keys);

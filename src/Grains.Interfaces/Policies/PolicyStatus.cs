namespace Realtime.Grains.Interfaces.Policies;

/// <summary>How much somebody uses at this moment.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.PolicyStatus")]
public sealed record PolicyStatus
{
    /// <summary>Gets what is set.</summary>
    [Id(0)]
    public required PolicyDocument Document { get; init; }

    /// <summary>Gets the sessions that hold a lease.</summary>
    [Id(1)]
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>Gets the requests of the last 60 seconds.</summary>
    [Id(2)]
    public long Requests { get; init; }

    /// <summary>Gets the tokens of the last 60 seconds.</summary>
    [Id(3)]
    public long Tokens { get; init; }

    /// <summary>Gets the spend in US dollars by window, with what is not in the database yet.</summary>
    [Id(4)]
    public IReadOnlyDictionary<string, decimal> Spend { get; init; } = new Dictionary<string, decimal>();
}

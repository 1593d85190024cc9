namespace Realtime.Grains.Interfaces.Policies;

/// <summary>What one response or transcription used, for limits and budgets.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.UsageBooking")]
public sealed record UsageBooking
{
    /// <summary>Gets the id of the ledger's row; a booking that comes twice counts once.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Gets the names of the model: what the client asked for, and the group that was found.</summary>
    [Id(1)]
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Gets the tokens that count against limits.</summary>
    [Id(2)]
    public long Tokens { get; init; }

    /// <summary>Gets the cost in US dollars.</summary>
    [Id(3)]
    public decimal Cost { get; init; }

    /// <summary>Gets when it was used.</summary>
    [Id(4)]
    public DateTimeOffset At { get; init; }
}

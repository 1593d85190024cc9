namespace Realtime.Gateway.Admin.Teams;

/// <summary>A team.</summary>
internal sealed record TeamRequest
{
    /// <summary>The team's id.</summary>
    public required string TeamId { get; init; }
}

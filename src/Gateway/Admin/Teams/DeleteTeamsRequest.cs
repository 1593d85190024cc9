namespace Realtime.Gateway.Admin.Teams;

/// <summary>Teams to be deleted, with their keys and members.</summary>
internal sealed record DeleteTeamsRequest
{
    /// <summary>Their ids.</summary>
    public required List<string> TeamIds { get; init; }
}

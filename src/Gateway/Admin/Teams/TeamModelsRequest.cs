namespace Realtime.Gateway.Admin.Teams;

/// <summary>Models to be added to a team or taken from it.</summary>
internal sealed record TeamModelsRequest
{
    /// <summary>The team's id.</summary>
    public required string TeamId { get; init; }

    /// <summary>The models.</summary>
    public required List<string> Models { get; init; }
}

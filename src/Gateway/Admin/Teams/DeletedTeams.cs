namespace Realtime.Gateway.Admin.Teams;

/// <summary>Teams that were deleted.</summary>
/// <param name="DeletedTeamIds">Their ids.</param>
/// <param name="DeletedKeys">How many keys went with them.</param>
internal sealed record DeletedTeams(IReadOnlyList<string> DeletedTeamIds, int DeletedKeys);

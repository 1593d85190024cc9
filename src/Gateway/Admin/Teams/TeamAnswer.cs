using Realtime.Gateway.Admin.Keys;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>A team with what belongs to it.</summary>
/// <param name="TeamId">Its id.</param>
/// <param name="Info">The team.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="TeamMemberships">What its members may do and have spent.</param>
internal sealed record TeamAnswer(
    string TeamId,
    [property: System.Text.Json.Serialization.JsonPropertyName("team_info")] TeamInfo Info,
    IReadOnlyList<KeyInfo> Keys,
    IReadOnlyList<MembershipInfo> TeamMemberships);

using System.Text.Json.Serialization;
using Realtime.Gateway.Admin.Keys;
using Realtime.Gateway.Admin.Teams;

namespace Realtime.Gateway.Admin.Users;

/// <summary>A user with what belongs to the user.</summary>
/// <param name="UserId">The id.</param>
/// <param name="Info">The user.</param>
/// <param name="Keys">The user's keys.</param>
/// <param name="Teams">The user's teams.</param>
internal sealed record UserAnswer(
    string UserId, [property: JsonPropertyName("user_info")] UserInfo Info, IReadOnlyList<KeyInfo> Keys, IReadOnlyList<TeamInfo> Teams);

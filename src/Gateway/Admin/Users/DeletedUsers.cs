namespace Realtime.Gateway.Admin.Users;

/// <summary>Users that were deleted.</summary>
/// <param name="DeletedUserIds">Their ids.</param>
/// <param name="DeletedKeys">How many keys went with them.</param>
internal sealed record DeletedUsers(IReadOnlyList<string> DeletedUserIds, int DeletedKeys);

namespace Realtime.Gateway.Admin.Keys;

/// <summary>A page of keys.</summary>
/// <param name="Keys">Their hashes, or with return_full_object their rows.</param>
/// <param name="TotalCount">All keys that fit.</param>
/// <param name="CurrentPage">The page.</param>
/// <param name="TotalPages">How many pages there are.</param>
internal sealed record KeyList(IReadOnlyList<object> Keys, int TotalCount, int CurrentPage, int TotalPages);

namespace Realtime.Gateway.Admin.Keys;

/// <summary>A page of the aliases of keys.</summary>
/// <param name="Aliases">The aliases.</param>
/// <param name="TotalCount">All aliases.</param>
/// <param name="CurrentPage">The page.</param>
/// <param name="TotalPages">How many pages there are.</param>
/// <param name="Size">Aliases on a page.</param>
internal sealed record AliasList(IReadOnlyList<string> Aliases, int TotalCount, int CurrentPage, int TotalPages, int Size);

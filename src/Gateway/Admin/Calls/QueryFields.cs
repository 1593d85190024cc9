namespace Realtime.Gateway.Admin.Calls;

/// <summary>The parameters of a route's query.</summary>
/// <param name="Fields">The parameters.</param>
internal sealed record QueryFields(IReadOnlyList<QueryField> Fields);

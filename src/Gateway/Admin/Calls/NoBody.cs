namespace Realtime.Gateway.Admin.Calls;

/// <summary>The body of a route that takes none.</summary>
internal sealed record NoBody;

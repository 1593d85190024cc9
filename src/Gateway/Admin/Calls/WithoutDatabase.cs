namespace Realtime.Gateway.Admin.Calls;

/// <summary>Marks a route that works without a database.</summary>
internal sealed record WithoutDatabase;

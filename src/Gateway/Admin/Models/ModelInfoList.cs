namespace Realtime.Gateway.Admin.Models;

/// <summary>Deployments.</summary>
/// <param name="Data">The deployments.</param>
internal sealed record ModelInfoList(IReadOnlyList<ModelInfoEntry> Data);

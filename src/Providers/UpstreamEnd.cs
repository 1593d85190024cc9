namespace Realtime.Providers;

/// <summary>How a provider's connection ended.</summary>
/// <param name="Kind">By whom.</param>
/// <param name="Code">The close code; 1006 when there was none.</param>
/// <param name="Reason">The close reason as the provider sent it: redact it before it goes anywhere.</param>
public sealed record UpstreamEnd(UpstreamEndKind Kind, int Code, string Reason);

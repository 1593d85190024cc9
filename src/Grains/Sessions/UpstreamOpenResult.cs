using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions;

/// <summary>A session's upstream, or why there is none.</summary>
/// <param name="Link">The upstream; null when there is none.</param>
/// <param name="Refusal">Why there is none; null when there is one.</param>
internal readonly record struct UpstreamOpenResult(UpstreamLink? Link, SessionRefusal? Refusal);

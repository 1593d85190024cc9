namespace Realtime.Protocol.Translation;

/// <summary>Why and by when a provider's connection is to be replaced by a fresh one.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Deadline">Within what time at the latest, even if no turn has ended by then; null for no limit.</param>
public readonly record struct UpstreamRenewal(UpstreamRenewalCause Cause, TimeSpan? Deadline = null);

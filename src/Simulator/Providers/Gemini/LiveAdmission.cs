namespace Realtime.Simulator.Providers.Gemini;

/// <summary>What a service says to a handshake.</summary>
/// <param name="Status">The HTTP status that refuses it; null when it is accepted.</param>
/// <param name="CloseReason">The reason of the close 1007 that follows the setup of an accepted one; null for a session.</param>
internal readonly record struct LiveAdmission(int? Status = null, string? CloseReason = null);

using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Sessions;

/// <summary>An open session or why there is none.</summary>
/// <param name="Session">The session; null when it was refused.</param>
/// <param name="Refusal">Why; null when it is open.</param>
internal readonly record struct ConnectResult(IGatewaySession? Session, SessionRefusal? Refusal);

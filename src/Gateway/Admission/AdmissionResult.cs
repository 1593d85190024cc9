using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Admission;

/// <summary>A caller or why there is none.</summary>
/// <param name="Caller">The caller; null when the key was refused.</param>
/// <param name="Refusal">Why; null when it was taken.</param>
internal readonly record struct AdmissionResult(Caller? Caller, SessionRefusal? Refusal);

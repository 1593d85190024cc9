using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Interfaces.Policies;

/// <summary>Whether a session may start. Where it may, it holds a lease until it is released or not renewed.</summary>
/// <param name="Refusal">Why not; null when it may.</param>
/// <param name="Document">What is set at this moment; null when it may not.</param>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.AdmitAnswer")]
public sealed record AdmitAnswer([property: Id(0)] SessionRefusal? Refusal, [property: Id(1)] PolicyDocument? Document);

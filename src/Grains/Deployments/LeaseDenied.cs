using Realtime.Configuration;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments;

/// <summary>A deployment that gave no place.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Answer">Why.</param>
internal sealed record LeaseDenied(Deployment Deployment, LeaseAnswer Answer);

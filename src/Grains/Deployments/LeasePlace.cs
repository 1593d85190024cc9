using Realtime.Configuration;
using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Deployments.Warm;

namespace Realtime.Grains.Deployments;

/// <summary>A place that a session was given.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Lease">The place.</param>
/// <param name="Warm">A connection to it that was opened ahead; null when one must be opened.</param>
internal sealed record LeasePlace(Deployment Deployment, DeploymentLease Lease, WarmConnection? Warm);

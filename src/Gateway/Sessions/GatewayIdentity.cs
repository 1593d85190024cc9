using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Sessions;

/// <summary>Names this process among the gateways of a cluster.</summary>
internal sealed class GatewayIdentity
{
    /// <summary>Gets the name, new with every start.</summary>
    public string Id { get; } = Environment.MachineName + "/" + Environment.ProcessId + "/" + SessionIds.Create();
}

using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Faults;

/// <summary>The way to the client, on which things go wrong on purpose.</summary>
internal interface IFaultyWire
{
    /// <summary>Writes one message, or does to the connection what the fault demands.</summary>
    /// <returns>False when nothing can be written any more.</returns>
    Task<bool> WriteAsync(OutgoingMessage message, CancellationToken cancellationToken);
}

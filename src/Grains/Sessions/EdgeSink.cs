using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Sessions;

/// <summary>Where a translator at one of a pipeline's edges puts what it makes.</summary>
/// <param name="forward">Takes what goes on.</param>
/// <param name="reply">Takes what goes back.</param>
internal sealed class EdgeSink(MessageAction forward, MessageAction reply) : IEventSink
{
    /// <inheritdoc/>
    public void Forward(in EventMessage message) => forward(message);

    /// <inheritdoc/>
    public void Reply(in EventMessage message) => reply(message);
}

using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>Keeps <see cref="Conversation"/> up to date.</summary>
internal sealed class ConversationStage(Conversation conversation) : ISessionStage
{
    /// <inheritdoc/>
    public EventTypeSet ClientTypes => Conversation.ClientInterest;

    /// <inheritdoc/>
    public EventTypeSet ServerTypes => Conversation.ServerInterest;

    /// <inheritdoc/>
    public StageResult OnClient(in EventMessage message, IStageContext context)
    {
        conversation.OnClientEvent(message.Type, message.Payload.Span);
        return StageResult.Pass;
    }

    /// <inheritdoc/>
    public StageResult OnServer(in EventMessage message, IStageContext context)
    {
        conversation.OnServerEvent(message.Type, message.Payload.Span);
        return StageResult.Pass;
    }
}

using System.Collections.Concurrent;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.Xai;

/// <summary>Conversations that wait to be resumed.</summary>
internal sealed class XaiConversations(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, (ConversationHistory History, DateTimeOffset Until)> _waiting = new(StringComparer.Ordinal);

    public void Keep(SessionContext session)
    {
        if (session.Settings.IsResumable)
        {
            _waiting[session.ConversationId] = (session.History, time.GetUtcNow() + Kept);
        }
    }

    /// <summary>Takes a conversation up again; null when it is unknown or was left for too long.</summary>
    public ConversationHistory? Take(string conversationId) =>
        _waiting.TryRemove(conversationId, out var found) && found.Until >= time.GetUtcNow() ? found.History : null;
}

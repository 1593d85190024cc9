using System.Collections.Concurrent;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>Conversations by the handles with which they can be gone on with.</summary>
internal sealed class LiveMemories
{
    private readonly ConcurrentDictionary<string, (string Model, ConversationItem[] Items)> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps a conversation as it is now.</summary>
    /// <returns>The handle.</returns>
    public string Keep(string model, ConversationHistory history)
    {
        var handle = IdSource.Make("handle");
        _kept[handle] = (model, [.. history.Items]);
        return handle;
    }

    /// <summary>Finds a conversation; null where the handle is unknown or another model's.</summary>
    public ConversationHistory? Find(string handle, string model)
    {
        if (!_kept.TryGetValue(handle, out var kept) || kept.Model != model)
        {
            return null;
        }

        var history = new ConversationHistory();
        Array.ForEach(kept.Items, history.Append);
        return history;
    }

    /// <summary>Forgets all of them, so that every handle is refused.</summary>
    public void Clear() => _kept.Clear();
}

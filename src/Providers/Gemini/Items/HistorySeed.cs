using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Protocol.Events;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Items;

/// <summary>Tells a fresh connection the conversation so far, as the turns of both sides in text.</summary>
internal static class HistorySeed
{
    /// <summary>Reads the history.</summary>
    /// <param name="history">The conversation as <c>conversation.item.create</c> events.</param>
    /// <returns>The items, oldest first.</returns>
    public static IReadOnlyList<JsonObject> Items(IReadOnlyList<EventMessage> history) =>
        [.. history.Select(message => JsonTree.Parse(message.Payload)?.Child("item")).OfType<JsonObject>()];

    /// <summary>Makes the turns: what one side says in a row is one turn, since the service wants the roles to alternate.</summary>
    /// <param name="items">The items, oldest first.</param>
    /// <returns>The <c>turns</c>.</returns>
    public static JsonArray Turns(IEnumerable<JsonObject> items)
    {
        var turns = new JsonArray();
        ContentTurn? last = null;
        foreach (var item in items)
        {
            if (ItemContent.Read(item, AudioFormat.Pcm24k, out _) is not { Parts.Count: > 0 } turn)
            {
                continue;
            }

            if (last?.IsModel == turn.IsModel)
            {
                while (turn.Parts.Count > 0)
                {
                    var part = turn.Parts[0];
                    turn.Parts.RemoveAt(0);
                    last.Parts.Add(part);
                }
            }
            else
            {
                turns.Add((JsonNode)turn.ToContent());
                last = turn;
            }
        }

        return turns;
    }
}

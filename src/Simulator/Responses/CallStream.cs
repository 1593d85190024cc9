using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Responses;

/// <summary>A function call while its arguments come.</summary>
internal sealed class CallStream(RunningResponse response, PlannedOutput.Call plan, int outputIndex, TimeSpan pause) : IOutputStream
{
    private const int PieceLength = 8;

    private readonly ConversationItem _item = new(IdSource.Make("item"), "function_call")
    {
        Status = "in_progress",
        Name = plan.Name,
        CallId = IdSource.Make("call"),
    };

    public IEnumerable<TimeSpan> Run()
    {
        response.OpenItem(_item, outputIndex);
        for (var at = 0; at < plan.Arguments.Length; at += PieceLength)
        {
            yield return pause;
            var piece = plan.Arguments[at..Math.Min(at + PieceLength, plan.Arguments.Length)];
            _item.Arguments += piece;
            response.Spend(text: TokenCount.OfText(piece));
            Send("response.function_call_arguments.delta", "delta", piece);
        }
    }

    public void Close(bool isComplete)
    {
        var done = Event("response.function_call_arguments.done");
        done["name"] = _item.Name;
        done["arguments"] = _item.Arguments;
        response.Send(done);
        response.CloseItem(_item, outputIndex, isComplete);
    }

    private void Send(string type, string name, string value)
    {
        var delta = Event(type);
        delta[name] = value;
        response.Send(delta);
    }

    private JsonObject Event(string type) => new()
    {
        ["type"] = type,
        ["response_id"] = response.Id,
        ["item_id"] = _item.Id,
        ["output_index"] = outputIndex,
        ["call_id"] = _item.CallId,
    };
}

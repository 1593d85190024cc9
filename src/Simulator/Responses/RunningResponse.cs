using System.Text.Json.Nodes;
using Realtime.Simulator.Audio;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Responses;

/// <summary>A response from its <c>response.created</c> to its <c>response.done</c>, of which it sends exactly one each.</summary>
internal sealed class RunningResponse(SessionContext session, ResponseRequest request, ResponsePlan plan, TokenCount input, TokenCount cached)
{
    private readonly List<ConversationItem> _output = [];
    private TokenCount _spent;
    private double _audioMs;
    private IOutputStream? _open;

    public string Id { get; } = IdSource.Make("resp");

    public SessionSettings Settings => request.Settings;

    public bool IsOutOfBand => request.IsOutOfBand;

    public bool IsOver { get; private set; }

    /// <summary>Milliseconds of audio that it has sent.</summary>
    public double AudioMs => _audioMs;

    private string? ConversationId => IsOutOfBand ? null : session.ConversationId;

    /// <summary>Sends its events. Each value is how long to wait before the next step.</summary>
    public IEnumerable<TimeSpan> Run()
    {
        Send(new() { ["type"] = "response.created", ["response"] = ResponseWriter.Write(Id, request, ConversationId, []) });
        yield return TimeSpan.Zero;
        if (plan.FailureCode is { } code)
        {
            End("failed", ResponseWriter.Details("failed", errorCode: code));
            yield break;
        }

        for (var index = 0; index < plan.Output.Count; index++)
        {
            _open = Open(plan.Output[index], index);
            foreach (var pause in _open.Run())
            {
                if (_spent.Total >= Settings.MaxOutputTokens)
                {
                    End("incomplete", ResponseWriter.Details("incomplete", "max_output_tokens"));
                    yield break;
                }

                yield return pause;
            }

            _open.Close(isComplete: true);
            _open = null;
        }

        End("completed", null);
    }

    /// <summary>Ends it, with whatever is open of it; once it is over nothing happens.</summary>
    public void End(string status, JsonObject? details)
    {
        if (IsOver)
        {
            return;
        }

        IsOver = true;
        _open?.Close(isComplete: false);
        _open = null;
        var (charged, chargedCached) = status == "failed" ? (default, default) : (input, cached);
        var response = ResponseWriter.Write(Id, request, ConversationId, _output);
        response["status"] = status;
        response["status_details"] = details;
        response["usage"] = UsageMeter.Write(charged, chargedCached, _spent);
        session.Connection.AddServed(new(Id, session.Options.Time.GetUtcNow(), charged.Total, chargedCached.Total, _spent.Total));
        Send(new() { ["type"] = "response.done", ["response"] = response });
    }

    public void Spend(int text) => _spent += new TokenCount(text, 0, 0);

    public void Speak(AudioClip clip, double itemMs, JsonObject deltaEvent, byte[] audio)
    {
        session.HasSpoken |= !IsOutOfBand;
        var before = TokenCount.OfModelAudio(itemMs - clip.DurationMs);
        _spent += new TokenCount(0, TokenCount.OfModelAudio(itemMs) - before, 0);
        _audioMs += clip.DurationMs;
        if (Settings.SendsBinaryAudio)
        {
            session.Output.SendBinary(audio);
            return;
        }

        deltaEvent["delta"] = Convert.ToBase64String(audio);
        Send(deltaEvent);
    }

    public void OpenItem(ConversationItem item, int outputIndex)
    {
        _output.Add(item);
        SendOutputItem("response.output_item.added", item, outputIndex);
        if (!IsOutOfBand)
        {
            session.History.Append(item);
            session.SendItem("conversation.item.added", item);
        }
    }

    public void CloseItem(ConversationItem item, int outputIndex, bool isComplete)
    {
        item.Status = isComplete ? "completed" : "incomplete";
        if (!IsOutOfBand)
        {
            session.SendItem("conversation.item.done", item);
        }

        SendOutputItem("response.output_item.done", item, outputIndex);
    }

    public void Send(JsonObject serverEvent) => session.Output.Send(serverEvent);

    private IOutputStream Open(PlannedOutput output, int index) => output switch
    {
        PlannedOutput.Call call => new CallStream(this, call, index, session.Options.WordDelay),
        PlannedOutput.Message message => new MessageStream(this, message, index, session.Options),
        _ => throw new InvalidOperationException($"Nothing writes a {output.GetType().Name}."),
    };

    private void SendOutputItem(string type, ConversationItem item, int outputIndex) => Send(new()
    {
        ["type"] = type,
        ["response_id"] = Id,
        ["output_index"] = outputIndex,
        ["item"] = ItemWriter.Write(item),
    });
}

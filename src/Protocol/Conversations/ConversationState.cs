using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>All that is known of a talk. The handlers of the two directions change it; <see cref="Conversation"/> answers from it.</summary>
internal sealed class ConversationState(ConversationOptions options)
{
    private const int MaxAwaited = 128;

    private readonly List<string> _awaitedCalls = [];

    public ConversationOptions Options => options;

    public SessionSettings Settings { get; set; } = SessionSettings.Default;

    /// <summary>Gets or sets the tools in the client's own words, of its last update that the provider took.</summary>
    public string? ClientTools { get; set; }

    public ItemHistory History { get; } = new(options);

    public RunningResponses Responses { get; } = new();

    public PendingRequests Requests { get; } = new(options);

    public SpeechState Speech { get; set; }

    /// <summary>Gets or sets the id that the provider announced for the turn that is being spoken.</summary>
    public string? SpeechItemId { get; set; }

    /// <summary>Gets or sets a value indicating whether the provider owes an answer to a spoken turn that it ended itself.</summary>
    public bool IsResponseExpected { get; set; }

    public bool IsVoiceLocked { get; set; }

    /// <summary>Gets what the last response in the conversation asked of the client: ids of calls and of approval requests.</summary>
    public IReadOnlyList<string> AwaitedCalls => _awaitedCalls;

    /// <summary>Gets a value indicating whether a response in the conversation runs, is asked for, or will come by itself.</summary>
    public bool IsResponseDue => Responses.Current is not null || IsResponseExpected
        || Requests.Any(request => request is { Type: RealtimeEventType.ResponseCreate, IsOutOfBand: false });

    public void Await(IEnumerable<ConversationItem> outputs)
    {
        foreach (var item in outputs.Where(item => item.Status is null or ItemTypes.Completed))
        {
            var key = item.Type switch
            {
                ItemTypes.FunctionCall => item.CallId,
                ItemTypes.McpApprovalRequest => item.Id,
                _ => null,
            };
            if (key is not null && _awaitedCalls.Count < MaxAwaited && !_awaitedCalls.Contains(key) && !IsAnswered(key))
            {
                _awaitedCalls.Add(key);
            }
        }
    }

    public void Answer(string? callId)
    {
        if (callId is not null)
        {
            _awaitedCalls.Remove(callId);
        }
    }

    public void AwaitNothing() => _awaitedCalls.Clear();

    /// <summary>Ends a running response: no item of it is in progress any longer.</summary>
    public void End(ResponseTracker response, Func<ConversationItem, string> statusOf)
    {
        Responses.Remove(response);
        if (response.IsOutOfBand)
        {
            return;
        }

        foreach (var output in response.Outputs)
        {
            if (History.Find(output.Item.Id) is { Status: ItemTypes.InProgress } open)
            {
                History.Replace(open with { Status = statusOf(open) });
            }
        }
    }

    /// <summary>Ends a running response whose upstream is lost; what came of its items stays.</summary>
    public void Close(ResponseTracker response)
    {
        Responses.Remove(response);
        if (response.IsOutOfBand)
        {
            return;
        }

        var closed = response.Outputs.Select(output => output.Closed()).Where(item => !History.IsGone(item.Id)).ToArray();
        foreach (var item in closed)
        {
            if (!History.TryMerge(item))
            {
                History.Add(item, previousId: null);
            }
        }

        Await(closed);
    }

    public ConversationSnapshot ToSnapshot(bool hasInputAudio) => new()
    {
        SessionJson = Settings.Json,
        ClientTools = ClientTools,
        Items = [.. History.Items],
        GoneItems = [.. History.Gone],
        Responses = [.. Responses.All.Select(response => response.ToResponse())],
        Requests = [.. Requests.All],
        Speech = Speech,
        IsResponseExpected = IsResponseExpected,
        IsVoiceLocked = IsVoiceLocked,
        HasInputAudio = hasInputAudio,
        AwaitedCalls = [.. AwaitedCalls],
    };

    public void Restore(ConversationSnapshot snapshot)
    {
        if (JsonFields.TryParse(snapshot.SessionJson, out var session))
        {
            using (session)
            {
                Settings = SessionSettings.Read(session.RootElement);
            }
        }

        ClientTools = snapshot.ClientTools;
        History.Restore(snapshot.Items, snapshot.GoneItems);
        foreach (var response in snapshot.Responses)
        {
            Responses.Add(ResponseTracker.From(response));
        }

        foreach (var request in snapshot.Requests)
        {
            Requests.Add(request);
        }

        Speech = snapshot.Speech;
        IsResponseExpected = snapshot.IsResponseExpected;
        IsVoiceLocked = snapshot.IsVoiceLocked;
        _awaitedCalls.AddRange(snapshot.AwaitedCalls.Take(MaxAwaited));
    }

    // A client may answer a call as soon as its arguments are whole, before the response is done.
    private bool IsAnswered(string key) =>
        Requests.Any(request => request.CallId == key) || History.Items.Any(item => item.CallId == key && item.Type
            is ItemTypes.FunctionCallOutput or ItemTypes.McpApprovalResponse);
}

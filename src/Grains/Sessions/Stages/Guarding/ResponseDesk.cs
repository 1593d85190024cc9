using System.Text.Json.Nodes;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>Asks the provider for responses, one at a time: while one runs, the next request waits for its end.</summary>
internal sealed class ResponseDesk(GuardDesk desk)
{
    private const int MostRequests = 16;

    // A provider that refuses for ever is not asked for ever.
    private const int MostAttempts = 10;

    private static readonly TimeSpan RetryWait = TimeSpan.FromSeconds(1);

    private readonly LinkedList<JsonObject> _waiting = new();
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, JsonObject> _requests = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, bool> _clients = new(StringComparer.Ordinal);
    private int _asked;
    private int _refusals;

    /// <summary>Gets a value indicating whether a response was asked for and has not begun.</summary>
    public bool IsAsked => _asked > 0;

    /// <summary>Gets a value indicating whether a response of the conversation runs.</summary>
    public bool IsRunning => _running.Count > 0;

    /// <summary>Says whether a request is for a response outside the conversation, which answers nothing that was said.</summary>
    /// <param name="request">The <c>response.create</c>.</param>
    /// <returns>Whether.</returns>
    public static bool IsOutside(JsonObject? request) => request.Object("response").Text("conversation") == "none";

    /// <summary>Notes that the client's request for a response goes up.</summary>
    /// <param name="request">The request; it gets an id where it has none, by which its refusal is known.</param>
    /// <returns>Whether it was changed.</returns>
    public bool NoteAsked(JsonObject request)
    {
        var isOutside = IsOutside(request);
        _asked += isOutside ? 0 : 1;
        var given = request.Text("event_id");
        var id = given ?? desk.NewEventId();
        request["event_id"] = id;
        _clients[id] = isOutside;
        if (_clients.Count > MostRequests)
        {
            _clients.RemoveAt(0);
        }

        return given is null;
    }

    /// <summary>Takes an error that may answer a request of the client's.</summary>
    /// <param name="eventId">The event that it answers.</param>
    /// <returns>Whether it does: the response will not begin.</returns>
    public bool Refused(string eventId)
    {
        if (!_clients.Remove(eventId, out var isOutside))
        {
            return false;
        }

        if (!isOutside)
        {
            _asked = Math.Max(0, _asked - 1);
            if (_asked == 0)
            {
                SendNext();
            }
        }

        return true;
    }

    /// <summary>Asks for a response to the conversation.</summary>
    /// <param name="response">What it is to be like; null: like the session's settings say.</param>
    public void Ask(JsonObject? response = null) =>
        Send(response is null ? [] : new JsonObject { ["response"] = response.DeepClone() });

    /// <summary>Has the model say a text.</summary>
    /// <param name="message">The text.</param>
    /// <param name="form">The client's own request that it answers, whose form it keeps; null: none.</param>
    public void Say(string message, JsonObject? form)
    {
        var response = new JsonObject();
        foreach (var name in new[] { "output_modalities", "audio", "metadata", "max_output_tokens" })
        {
            if (form?[name] is { } value)
            {
                response[name] = value.DeepClone();
            }
        }

        response["instructions"] = "Say exactly: " + message;
        Send(new JsonObject { ["response"] = response });
    }

    /// <summary>Takes a response's beginning.</summary>
    /// <param name="id">The response.</param>
    public void Began(string id)
    {
        _asked = Math.Max(0, _asked - 1);
        _refusals = 0;
        _running.Add(id);
    }

    /// <summary>Takes a response's end.</summary>
    /// <param name="id">The response.</param>
    public void Ended(string id)
    {
        _running.Remove(id);
        SendNext();
    }

    /// <summary>Takes an error that answers an event of the guard's own.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="code">The error's code.</param>
    /// <returns>Whether the client has to know, since it is an answer that fails.</returns>
    public bool Failed(string eventId, string? code)
    {
        if (!_requests.Remove(eventId, out var request))
        {
            return false;
        }

        _asked = Math.Max(0, _asked - 1);
        if (code != "conversation_already_has_active_response")
        {
            return true;
        }

        if (_running.Count > 0)
        {
            _waiting.AddFirst(request);
            return false;
        }

        // The one that is in the way was not told of yet, or never is. It may well be the answer; what is to be said it is not.
        if (!request.ContainsKey("response"))
        {
            return false;
        }

        if (++_refusals >= MostAttempts)
        {
            _refusals = 0;
            return true;
        }

        _waiting.AddFirst(request);
        desk.After(RetryWait, SendNext);
        return false;
    }

    private void Send(JsonObject request)
    {
        _waiting.AddLast(request);
        if (_running.Count == 0 && _asked == 0)
        {
            SendNext();
        }
    }

    private void SendNext()
    {
        if (_running.Count == 0 && _waiting.First is { Value: var request })
        {
            _waiting.RemoveFirst();
            _asked++;
            var id = desk.NewEventId();
            _requests[id] = (JsonObject)request.DeepClone();
            if (_requests.Count > MostRequests)
            {
                _requests.RemoveAt(0);
            }

            desk.SendUp(RealtimeEventType.ResponseCreate, request, id);
        }
    }
}

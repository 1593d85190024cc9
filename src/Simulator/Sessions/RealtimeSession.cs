using System.Text.Json.Nodes;
using Realtime.Simulator.Json;
using Realtime.Simulator.Responses;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Sessions;

/// <summary>One session: takes the client's events one by one and answers each.</summary>
internal sealed class RealtimeSession
{
    private readonly SessionContext _context;
    private readonly ResponseDesk _responses;
    private readonly AudioInput _audio;
    private readonly ItemCommands _items;
    private readonly ResponseCommands _responseCommands;

    public RealtimeSession(SessionContext context)
    {
        _context = context;
        _responses = new(context);
        _audio = new(context, _responses, new(context));
        _items = new(context);
        _responseCommands = new(context, _responses);
        _context.Settings = context.Form.Read(context.Session);
    }

    public SessionContext Context => _context;

    /// <summary>Puts in the settings that a client secret was minted with.</summary>
    public FieldProblem? Preset(JsonObject settings)
    {
        lock (_context.Gate)
        {
            var problem = _context.Form.Update(_context.Session, settings, hasSpoken: false);
            _context.Settings = _context.Form.Read(_context.Session);
            return problem;
        }
    }

    /// <summary>Sends the first event.</summary>
    public void Greet()
    {
        lock (_context.Gate)
        {
            _context.SendSession("session.created");
        }
    }

    /// <summary>Takes a text message.</summary>
    public void Take(ReadOnlyMemory<byte> message)
    {
        lock (_context.Gate)
        {
            if (!JsonText.TryParse(message, out var clientEvent))
            {
                _context.Fail(new("invalid_json", "The event could not be parsed: it is not a JSON object.", null), null);
                return;
            }

            var eventId = clientEvent.Text("event_id");
            if (clientEvent.Text("type") is not { } type)
            {
                _context.Fail(new("invalid_event", "The server could not process the event: it has no 'type'.", "type"), eventId);
            }
            else if (_context.Form.Check(type, clientEvent, _context.Kind) is { } problem)
            {
                _context.Fail(problem, eventId);
            }
            else
            {
                Take(type, clientEvent, eventId);
            }
        }
    }

    /// <summary>Takes audio that came as a binary message (xAI).</summary>
    public void TakeAudio(ReadOnlySpan<byte> audio)
    {
        lock (_context.Gate)
        {
            _audio.Append(audio);
        }
    }

    private void Take(string type, JsonObject clientEvent, string? eventId)
    {
        switch (type)
        {
            case "session.update" or "transcription_session.update":
                Update(clientEvent.Object("session")!, eventId);
                break;
            case "input_audio_buffer.append":
                _audio.Append(clientEvent);
                break;
            case "input_audio_buffer.commit":
                _audio.Commit(eventId);
                break;
            case "input_audio_buffer.clear":
                _audio.Clear();
                break;
            case "conversation.item.create":
                CreateItem(clientEvent);
                break;
            case "conversation.item.retrieve":
                _items.Retrieve(clientEvent);
                break;
            case "conversation.item.truncate":
                _items.Truncate(clientEvent);
                break;
            case "conversation.item.delete":
                _items.Delete(clientEvent);
                break;
            case "response.create":
                _responseCommands.Create(clientEvent);
                break;
            case "response.cancel":
                _responseCommands.Cancel(clientEvent);
                break;
            default:
                _context.Fail(new("invalid_value", $"'{type}' is only possible with WebRTC and SIP.", "type"), eventId);
                break;
        }
    }

    private void CreateItem(JsonObject clientEvent)
    {
        // Only xAI's form lets such an item through its check.
        if (clientEvent.Object("item").Text("type") == "force_message")
        {
            var words = (clientEvent.Object("item").Array("content") ?? []).OfType<JsonObject>().Select(part => part.Text("text"));
            _responses.Create(new(_context.Settings) { Verbatim = string.Join(' ', words) }, clientEvent.Text("event_id"));
        }
        else
        {
            _items.Create(clientEvent);
        }
    }

    private void Update(JsonObject patch, string? eventId)
    {
        var problem = _context.Form.Update(_context.Session, patch, _context.HasSpoken);
        if (problem is not null)
        {
            _context.Fail(problem, eventId);
            return;
        }

        var turns = _context.Settings.TurnDetection;
        _context.Settings = _context.Form.Read(_context.Session);
        if (turns != _context.Settings.TurnDetection)
        {
            _audio.Forget();
        }

        _context.SendSession("session.updated");
    }
}

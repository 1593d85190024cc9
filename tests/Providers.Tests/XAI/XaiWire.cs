using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.XAI;

namespace Realtime.Providers.Tests.XAI;

/// <summary>A translator with a recording sink. It goes by the translator's type sets, as a session does.</summary>
internal sealed class XaiWire : IEventSink
{
    private readonly XaiTranslator _translator = new(new CountingIds());
    private List<string> _forwarded = [];
    private List<string> _replies = [];

    /// <summary>Sends a client's event and gives what reaches xAI.</summary>
    public string[] Client(string json) => Client(json, out _);

    public string[] Client(string json, out string[] answers)
    {
        Begin();
        var message = Message(json);
        if (_translator.CanonicalTypes.Contains(message.Type))
        {
            _translator.FromCanonical(message, this);
        }
        else
        {
            ((IEventSink)this).Forward(message);
        }

        Check(_forwarded);
        answers = [.. _replies];
        return [.. _forwarded];
    }

    /// <summary>Sends an event of xAI's and gives what reaches the client.</summary>
    public string[] Xai(string json)
    {
        Begin();
        var message = Message(json);
        if (_translator.WireTypes.Contains(message.Type))
        {
            _translator.ToCanonical(message, this);
        }
        else
        {
            ((IEventSink)this).Forward(message);
        }

        _replies.ShouldBeEmpty();
        return [.. _forwarded];
    }

    public string Xai1(string json) => Xai(json).ShouldHaveSingleItem();

    public JsonObject XaiObject(string json) => JsonNode.Parse(Xai1(json))!.AsObject();

    public static EventMessage Message(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return new EventMessage(EventScanner.ScanType(bytes), bytes);
    }

    void IEventSink.Forward(in EventMessage message) => _forwarded.Add(Read(message));

    void IEventSink.Reply(in EventMessage message) => _replies.Add(Read(message));

    private static string Read(in EventMessage message)
    {
        // What the session is told must be what the bytes say.
        message.Type.ShouldBe(EventScanner.ScanType(message.Payload.Span));
        return Encoding.UTF8.GetString(message.Payload.Span);
    }

    private static void Check(List<string> events)
    {
        foreach (var json in events)
        {
            using var parsed = JsonDocument.Parse(json);
        }
    }

    private void Begin()
    {
        _forwarded = [];
        _replies = [];
    }
}

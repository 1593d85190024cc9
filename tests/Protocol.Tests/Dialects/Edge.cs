using System.Text;
using System.Text.Json;
using Realtime.Protocol.Dialects;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Protocol.Tests.Dialects;

/// <summary>Drives a translator as a session does: it sees only the types that it asked for, the others pass.</summary>
internal sealed class Edge(IEdgeTranslator translator)
{
    public static Edge OfBetaClient(BetaClientOptions? options = null) => new(DialectEdges.ForClient(Dialect.Beta, options)!);

    public static Edge OfBetaUpstream() => new(DialectEdges.ForUpstream(Dialect.Beta)!);

    public string[] ToCanonical(string json)
    {
        var (message, sink) = (Message(json), new RecordingSink());
        if (translator.WireTypes.Contains(message.Type))
        {
            translator.ToCanonical(message, sink);
            return [.. sink.Forwarded];
        }

        return [json];
    }

    public string[] FromCanonical(string json)
    {
        var (message, sink) = (Message(json), new RecordingSink());
        if (translator.CanonicalTypes.Contains(message.Type))
        {
            translator.FromCanonical(message, sink);
            return [.. sink.Forwarded];
        }

        return [json];
    }

    /// <summary>Gives the type as the frame path finds it: the one at the top level, even where the rest is broken.</summary>
    private static EventMessage Message(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type");
            reader.Read();
            if (isType)
            {
                return new EventMessage(EventNames.Parse(reader.ValueSpan), utf8);
            }

            reader.Skip();
        }

        return new EventMessage(RealtimeEventType.Unknown, utf8);
    }

    private sealed class RecordingSink : IEventSink
    {
        public List<string> Forwarded { get; } = [];

        public void Forward(in EventMessage message)
        {
            var text = Encoding.UTF8.GetString(message.Payload.Span);
            Message(text).Type.ShouldBe(message.Type, "the message must be labelled with the type that it carries");
            Forwarded.Add(text);
        }

        public void Reply(in EventMessage message) => throw new InvalidOperationException("A dialect answers nobody.");
    }
}

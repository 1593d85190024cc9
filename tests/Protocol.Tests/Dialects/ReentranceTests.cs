using System.Text;
using Realtime.Protocol.Dialects;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Protocol.Tests.Dialects;

public sealed class ReentranceTests
{
    [Fact]
    public void Answer_that_comes_before_the_request_is_done_is_an_event_of_its_own()
    {
        var edge = DialectEdges.ForClient(Dialect.Beta).ShouldNotBeNull();
        var sink = new Answering(edge);
        var update = """{"type":"session.update","session":{"modalities":["text"]}}"""u8.ToArray();

        edge.ToCanonical(new EventMessage(RealtimeEventType.SessionUpdate, update), sink);

        sink.ToProvider.ShouldHaveSingleItem().ShouldContain("\"output_modalities\":[\"text\"]");
        var answer = sink.ToClient.ShouldHaveSingleItem();
        answer.ShouldStartWith("{\"type\":\"session.updated\"");
        answer.ShouldContain("\"modalities\":[\"text\"]");
    }

    private sealed class Answering(IEdgeTranslator edge) : IEventSink
    {
        public List<string> ToProvider { get; } = [];

        public List<string> ToClient { get; } = [];

        public void Forward(in EventMessage message)
        {
            var answer = """{"type":"session.updated","event_id":"e","session":{"type":"realtime","output_modalities":["text"]}}"""u8.ToArray();
            edge.FromCanonical(new EventMessage(RealtimeEventType.SessionUpdated, answer), new Recording(ToClient));
            ToProvider.Add(Encoding.UTF8.GetString(message.Payload.Span));
        }

        public void Reply(in EventMessage message) => ToClient.Add(Encoding.UTF8.GetString(message.Payload.Span));
    }

    private sealed class Recording(List<string> messages) : IEventSink
    {
        public void Forward(in EventMessage message) => messages.Add(Encoding.UTF8.GetString(message.Payload.Span));

        public void Reply(in EventMessage message) => messages.Add(Encoding.UTF8.GetString(message.Payload.Span));
    }
}

using Realtime.Protocol.Dialects;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Protocol.Tests.Dialects;

public sealed class DialectEdgesTests
{
    [Fact]
    public void Ga_needs_no_translator_on_either_side()
    {
        DialectEdges.ForClient(Dialect.Ga).ShouldBeNull();
        DialectEdges.ForUpstream(Dialect.Ga).ShouldBeNull();
    }

    [Fact]
    public void Beta_translators_are_not_shared_between_connections()
    {
        DialectEdges.ForClient(Dialect.Beta).ShouldNotBeSameAs(DialectEdges.ForClient(Dialect.Beta));
        DialectEdges.ForUpstream(Dialect.Beta).ShouldNotBeSameAs(DialectEdges.ForUpstream(Dialect.Beta));
    }

    [Theory]
    [InlineData(RealtimeEventType.Unknown)]
    [InlineData(RealtimeEventType.InputAudioBufferAppend)]
    [InlineData(RealtimeEventType.ResponseFunctionCallArgumentsDelta)]
    public void Translators_do_not_ask_for_what_the_forms_share(RealtimeEventType type)
    {
        foreach (var edge in (IEdgeTranslator[])[DialectEdges.ForClient(Dialect.Beta)!, DialectEdges.ForUpstream(Dialect.Beta)!])
        {
            edge.WireTypes.Contains(type).ShouldBeFalse();
            edge.CanonicalTypes.Contains(type).ShouldBeFalse();
        }
    }
}

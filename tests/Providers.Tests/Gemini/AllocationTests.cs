using System.Text;
using NSubstitute;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Gemini;
using Realtime.Providers.Gemini.Models;
using Realtime.Providers.Tests.XAI;

namespace Realtime.Providers.Tests.Gemini;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("audio/pcm")]
    [InlineData("audio/pcmu")]
    public void Nothing_is_allocated_for_a_frame_of_audio_in_either_direction(string format)
    {
        var sink = new Nowhere();
        var translator = new LiveTranslator(
            ModelTraits.For("gemini-3.8-live", "models/gemini-3.8-live", isVertex: false), "m", new Dictionary<string, string>(), new CountingIds(),
            Substitute.For<ISetupTrust>());
        var settings = """{"audio":{"input":{"format":{"type":"F"}},"output":{"format":{"type":"F"}}}}""".Replace("F", format, StringComparison.Ordinal);
        translator.Open(new UpstreamStart { SessionId = "s", Settings = Encoding.UTF8.GetBytes(settings) }, Substitute.For<IUpstreamHost>(), sink);
        translator.ToCanonical(new EventMessage(RealtimeEventType.Unknown, """{"setupComplete":{}}"""u8.ToArray(), IsBinary: true), sink);
        var up = new EventMessage(RealtimeEventType.InputAudioBufferAppend, Encoding.UTF8.GetBytes(LiveWire.Append(20)));
        var down = new EventMessage(RealtimeEventType.Unknown, Encoding.UTF8.GetBytes(LiveWire.Speech(20)), IsBinary: true);
        Run(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(500);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        sink.Count.ShouldBeGreaterThan(1_200);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                translator.FromCanonical(up, sink);
                translator.ToCanonical(down, sink);
            }
        }
    }

    private sealed class Nowhere : IEventSink
    {
        public int Count { get; private set; }

        public void Forward(in EventMessage message) => Count++;

        public void Reply(in EventMessage message) => Count++;
    }
}

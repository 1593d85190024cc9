using System.Text;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Bedrock;
using Realtime.Providers.Tests.XAI;

namespace Realtime.Providers.Tests.Bedrock;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("audio/pcm", 120)]
    [InlineData("audio/pcmu", 20)]
    public void Nothing_is_allocated_for_a_frame_of_audio_in_either_direction(string format, int bytesPerUnit)
    {
        var sink = new Nowhere();
        var translator = new NovaTranslator("amazon.nova-2-sonic-v1:0", new Dictionary<string, string>(), new CountingIds());
        var settings = """{"audio":{"input":{"format":{"type":"F"}},"output":{"format":{"type":"F"}}}}""".Replace("F", format, StringComparison.Ordinal);
        translator.Open(new UpstreamStart { SessionId = "s", Settings = Encoding.UTF8.GetBytes(settings) }, sink, sink);
        var audio = Convert.ToBase64String(new byte[bytesPerUnit * 16]);
        var up = Event(RealtimeEventType.InputAudioBufferAppend, $$"""{"type":"input_audio_buffer.append","audio":"{{audio}}"}""");
        var down = Event(RealtimeEventType.Unknown, NovaScript.Audio("s", audio));
        translator.FromCanonical(up, sink);
        translator.ToCanonical(Event(RealtimeEventType.Unknown, NovaScript.Start("s", "AUDIO", "ASSISTANT")), sink);

        // Long enough for what is kept of an unanswered turn to have its full length, whatever its sound.
        Run(3_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(500);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        sink.Count.ShouldBeGreaterThan(6_000);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                translator.FromCanonical(up, sink);
                translator.ToCanonical(down, sink);
            }
        }
    }

    private static EventMessage Event(RealtimeEventType type, string json) => new(type, Encoding.UTF8.GetBytes(json));

    private sealed class Nowhere : IUpstreamHost, IEventSink
    {
        public int Count { get; private set; }

        public TimeProvider Time => TimeProvider.System;

        public IDisposable Schedule(TimeSpan delay, Action<IEventSink> work) => new MemoryStream();

        public void RequestRenewal(UpstreamRenewal renewal)
        {
            // Nobody renews.
        }

        public void Carry(object? state)
        {
            // Nobody follows.
        }

        public void Forward(in EventMessage message) => Count++;

        public void Reply(in EventMessage message) => Count++;
    }
}

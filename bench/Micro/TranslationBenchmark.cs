using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Configuration;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Bench.Micro;

/// <summary>What it costs to translate a frame of audio of 20 ms between OpenAI's protocol and the Live API of Gemini.</summary>
internal static class TranslationBenchmark
{
    private const string Setup = """{"audio":{"input":{"format":{"type":"FORMAT"}},"output":{"format":{"type":"FORMAT"}}}}""";

    public static void Run(TextWriter output)
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddSingleton<IEventIdSource>(new EventIds(RandomNumberGenerator.Create())).AddRealtimeProviders().BuildServiceProvider();
        var provider = services.GetRequiredService<ProviderRegistry>().Find("gemini")!;
        output.WriteLine();
        output.WriteLine("| client's format | direction | µs a frame of 20 ms | bytes allocated a frame |");
        output.WriteLine("| --- | --- | ---: | ---: |");
        foreach (var format in (string[])["audio/pcm", "audio/pcmu"])
        {
            var translator = Open(provider, format);
            var up = Append(format);
            Write(output, format, "to Gemini", () => translator.FromCanonical(up, Nowhere.Sink));
            var down = Speech();
            Write(output, format, "from Gemini", () => translator.ToCanonical(down, Nowhere.Sink));
        }
    }

    private static IUpstreamTranslator Open(IRealtimeProvider provider, string format)
    {
        var request = new UpstreamRequest
        {
            Deployment = new Deployment { Id = "d", ModelName = "m", Provider = "gemini", ProviderModel = "gemini-3.8-live" },
            Limits = new UpstreamLimits(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero),
        };
        var translator = (IUpstreamTranslator)provider.CreateTranslator(request)!;
        var settings = Encoding.UTF8.GetBytes(Setup.Replace("FORMAT", format, StringComparison.Ordinal));
        translator.Open(new UpstreamStart { SessionId = "sess_1", Settings = settings }, new Nowhere(), Nowhere.Sink);
        translator.ToCanonical(new EventMessage(RealtimeEventType.Unknown, """{"setupComplete":{}}"""u8.ToArray(), IsBinary: true), Nowhere.Sink);
        return translator;
    }

    private static EventMessage Append(string format)
    {
        var audio = Convert.ToBase64String(Noise(format == "audio/pcm" ? 960 : 160));
        return new EventMessage(
            RealtimeEventType.InputAudioBufferAppend, Encoding.UTF8.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{audio}}"}"""));
    }

    private static EventMessage Speech()
    {
        var json = $$$$"""{"serverContent":{"modelTurn":{"role":"model","parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"{{{{Convert.ToBase64String(Noise(960))}}}}"}}]}}}""";
        return new EventMessage(RealtimeEventType.Unknown, Encoding.UTF8.GetBytes(json), IsBinary: true);
    }

    private static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private static void Write(TextWriter output, string format, string direction, Action work)
    {
        var micros = CpuClock.Microseconds(work);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            work();
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000.0;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| `{format}` | {direction} | {micros:0.00} | {bytes:0} |"));
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Configuration;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Bench.Micro;

/// <summary>What it costs to translate a frame of audio of 40 ms between OpenAI's protocol and those of Gemini and Nova Sonic.</summary>
internal static class TranslationBenchmark
{
    private const string Setup = """{"audio":{"input":{"format":{"type":"FORMAT"}},"output":{"format":{"type":"FORMAT"}}}}""";

    public static void Run(TextWriter output)
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddSingleton<IEventIdSource>(new EventIds(RandomNumberGenerator.Create())).AddRealtimeProviders().BuildServiceProvider();
        var registry = services.GetRequiredService<ProviderRegistry>();
        output.WriteLine();
        output.WriteLine("| provider | client's format | direction | µs a frame of 40 ms | bytes allocated a frame |");
        output.WriteLine("| --- | --- | --- | ---: | ---: |");
        foreach (var (provider, model) in (ReadOnlySpan<(string, string)>)[("gemini", "gemini-3.8-live"), ("bedrock", "amazon.nova-2-sonic-v1:0")])
        {
            foreach (var format in (string[])["audio/pcm", "audio/pcmu"])
            {
                var translator = Open(registry.Find(provider)!, provider, model, format);
                var up = Append(format);
                Write(output, provider, format, "up", () => translator.FromCanonical(up, Nowhere.Sink));
                var down = Speech(provider, format);
                Write(output, provider, format, "down", () => translator.ToCanonical(down, Nowhere.Sink));
            }
        }
    }

    private static IUpstreamTranslator Open(IRealtimeProvider provider, string name, string model, string format)
    {
        var request = new UpstreamRequest
        {
            Deployment = new Deployment { Id = "d", ModelName = "m", Provider = name, ProviderModel = model },
            Limits = new UpstreamLimits(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero),
        };
        var translator = (IUpstreamTranslator)provider.CreateTranslator(request)!;
        var settings = Encoding.UTF8.GetBytes(Setup.Replace("FORMAT", format, StringComparison.Ordinal));
        translator.Open(new UpstreamStart { SessionId = "sess_1", Settings = settings }, new Nowhere(), Nowhere.Sink);
        var first = name == "gemini"
            ? """{"setupComplete":{}}"""
            : """{"event":{"contentStart":{"contentId":"a","type":"AUDIO","role":"ASSISTANT"}}}""";

        // A stream of Nova Sonic begins with the client's first event.
        translator.FromCanonical(Append(format), Nowhere.Sink);
        translator.ToCanonical(new EventMessage(RealtimeEventType.Unknown, Encoding.UTF8.GetBytes(first), IsBinary: true), Nowhere.Sink);
        return translator;
    }

    private static EventMessage Append(string format)
    {
        var audio = Convert.ToBase64String(Noise(format == "audio/pcm" ? 1920 : 320));
        return new EventMessage(
            RealtimeEventType.InputAudioBufferAppend, Encoding.UTF8.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{audio}}"}"""));
    }

    // Nova Sonic speaks to a telephone at 8 kHz.
    private static EventMessage Speech(string provider, string format)
    {
        var audio = Convert.ToBase64String(Noise(provider == "bedrock" && format != "audio/pcm" ? 640 : 1920));
        var json = provider == "gemini"
            ? $$$$"""{"serverContent":{"modelTurn":{"role":"model","parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"{{{{audio}}}}"}}]}}}"""
            : $$$$"""{"event":{"audioOutput":{"completionId":"c","content":"{{{{audio}}}}","contentId":"a"}}}""";
        return new EventMessage(RealtimeEventType.Unknown, Encoding.UTF8.GetBytes(json), IsBinary: true);
    }

    private static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private static void Write(TextWriter output, string provider, string format, string direction, Action work)
    {
        var micros = CpuClock.Microseconds(work);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            work();
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000.0;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {provider} | `{format}` | {direction} | {micros:0.00} | {bytes:0} |"));
    }
}

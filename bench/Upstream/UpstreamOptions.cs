using Realtime.Bench.Wire;

namespace Realtime.Bench.Upstream;

/// <summary>How the provider answers.</summary>
/// <param name="Port">The loopback port that it listens on.</param>
/// <param name="Deltas">Audio deltas of one response.</param>
/// <param name="DeltaBytes">Bytes of each of these deltas, the whole event.</param>
/// <param name="StreamPort">The loopback port for streams of Nova Sonic, over HTTP/2 without TLS; 0 for none.</param>
internal sealed record UpstreamOptions(int Port, int Deltas, int DeltaBytes, int StreamPort = 0)
{
    public static UpstreamOptions Parse(IReadOnlyList<string> arguments)
    {
        var line = CommandLine.Parse(arguments, "port", "deltas", "delta-bytes", "stream-port");
        return new UpstreamOptions(line.Number("port", 5080), line.Number("deltas", 100), line.Number("delta-bytes", 8192), line.Number("stream-port", 0));
    }
}

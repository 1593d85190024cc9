using Realtime.Bench.Wire;

namespace Realtime.Bench.Upstream;

/// <summary>How the provider answers.</summary>
/// <param name="Port">The loopback port that it listens on.</param>
/// <param name="Deltas">Audio deltas of one response.</param>
/// <param name="DeltaBytes">Bytes of each of these deltas, the whole event.</param>
internal sealed record UpstreamOptions(int Port, int Deltas, int DeltaBytes)
{
    public static UpstreamOptions Parse(IReadOnlyList<string> arguments)
    {
        var line = CommandLine.Parse(arguments, "port", "deltas", "delta-bytes");
        return new UpstreamOptions(line.Number("port", 5080), line.Number("deltas", 100), line.Number("delta-bytes", 8192));
    }
}

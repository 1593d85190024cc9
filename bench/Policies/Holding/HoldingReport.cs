using System.Globalization;
using System.Text;
using Realtime.Simulator.Hosting;

namespace Realtime.Bench.Policies.Holding;

/// <summary>
/// Measures what holding the model's answer adds: the time to the first sound and to the end of an answer, with a <c>post_call</c> guardrail and
/// without. The model generates as providers do: 25 words a second, sound four times as fast as it is spoken.
/// </summary>
internal static class HoldingReport
{
    private const int Answers = 15;
    private static readonly int[] Lengths = [5, 40];

    public static async Task<string> MeasureAsync(string root, int rounds)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { WordDelay = TimeSpan.FromMilliseconds(40), AudioPace = 4 }, CancellationToken.None);
        await using var gateway = await HoldingGateway.StartAsync(root, simulator.BaseAddress);
        var figures = new Dictionary<(int Words, bool Guarded), List<(double First, double Done)>>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var words in Lengths)
            {
                foreach (var guarded in new[] { false, true })
                {
                    await using var client = await HoldingClient.ConnectAsync(gateway.Url(guarded));
                    await client.AskAsync(words);
                    for (var answer = 0; answer < Answers; answer++)
                    {
                        (figures.TryGetValue((words, guarded), out var all) ? all : figures[(words, guarded)] = []).Add(await client.AskAsync(words));
                    }
                }
            }
        }

        var table = new StringBuilder("| answer of | | first sound p50, ms | p99, ms | end p50, ms |\n|---|---|---:|---:|---:|\n");
        foreach (var ((words, guarded), all) in figures)
        {
            table.Append(CultureInfo.InvariantCulture,
                $"| {words} words | {(guarded ? "held" : "not held")} | {Quantiles.At([.. all.Select(one => one.First)], 0.5):N0} | {Quantiles.At([.. all.Select(one => one.First)], 0.99):N0} | {Quantiles.At([.. all.Select(one => one.Done)], 0.5):N0} |\n");
        }

        return table.ToString();
    }
}

using System.Collections.Concurrent;
using Realtime.Configuration;

namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>
/// Every mode, engine, provider and verdict, seen from both ends. One test holds a provider's cases in a mode, which run together; what fails is
/// named with all its coordinates.
/// </summary>
[Collection(GuardCollection.Name)]
public sealed class MatrixTests(GuardFixture fixture)
{
    private const int AtOnce = 12;

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    public static TheoryData<string, GuardrailMode, MatrixWay> Cells
    {
        get
        {
            var data = new TheoryData<string, GuardrailMode, MatrixWay>();
            foreach (var (mode, way) in MatrixCases.Modes.SelectMany(mode => MatrixCases.Ways(mode).Select(way => (mode, way))))
            {
                MatrixCases.Providers.ToList().ForEach(provider => data.Add(provider, mode, way));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Verdicts_of_every_engine_are_kept_at_both_ends(string provider, GuardrailMode mode, MatrixWay way)
    {
        var cases = MatrixCases.Of(provider, mode, way);
        var failures = new ConcurrentQueue<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };

        await Parallel.ForEachAsync(cases, options, async (cell, cancel) =>
        {
            try
            {
                if (await MatrixTalk.RunAsync(fixture, cell).WaitAsync(_deadline, TimeProvider.System, cancel) is { } failure)
                {
                    failures.Enqueue(failure);
                }
            }
            catch (TimeoutException)
            {
                failures.Enqueue($"{cell}: not over after {_deadline.TotalSeconds:0} s");
            }
        });

        Assert.True(failures.IsEmpty, $"{failures.Count} of {cases.Count} cases failed:\n{string.Join('\n', failures)}\n");
    }

    // What is left out of the matrix is what can never run. A combination that comes to be refused, or ceases to, is seen here.
    [Fact]
    public void Only_what_the_product_refuses_at_the_start_is_left_out()
    {
        var refused = from mode in Enum.GetValues<GuardrailMode>()
                      from engine in EngineSettings.Names
                      where MatrixCases.Refusal(engine, mode) is not null
                      select (engine, mode);

        refused.ShouldBe(
            [
                ("azure/prompt_shield", GuardrailMode.PostCall),
                .. EngineSettings.Names.Select(engine => (engine, GuardrailMode.PreMcpCall)),
                .. EngineSettings.Names.Select(engine => (engine, GuardrailMode.DuringMcpCall)),
            ],
            ignoreOrder: true);
        MatrixCases.Refusal("azure/prompt_shield", GuardrailMode.PostCall).ShouldNotBeNull().ShouldContain("post_call is not for this engine");
        MatrixCases.Refusal("aim", GuardrailMode.PreMcpCall).ShouldNotBeNull().ShouldContain("pre_mcp_call never runs here");
        EngineSettings.Names.Count.ShouldBe(11);
    }
}

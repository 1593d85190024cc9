using Realtime.Bench.LoadGenerator;
using Realtime.Bench.LoadGenerator.Scenarios;

namespace Realtime.Bench.Tests;

public sealed class ScenarioTests
{
    private readonly Dictionary<string, double> _metrics = [];
    private readonly List<string> _problems = [];

    [Fact]
    public async Task Every_scenario_against_a_sound_provider_finds_no_problem()
    {
        IScenario[] all = [new RoundtripScenario(), new RateScenario(), new BurstScenario(), new ConnectsScenario(), new IdleScenario()];
        foreach (var scenario in all)
        {
            await RunAsync(scenario, FaultySocket.Fault.None);
        }

        _problems.ShouldBeEmpty();
        _metrics["frames_sent"].ShouldBeGreaterThan(0);
        _metrics["p50_us"].ShouldBeGreaterThan(0);
        _metrics["deltas"].ShouldBe(4 * 2 * 20);
        _metrics["connect_p50_us"].ShouldBeGreaterThan(0);
        _metrics["sessions"].ShouldBe(4);
    }

    [Theory]
    [InlineData(FaultySocket.Fault.Drop, "lost: 4 frames")]
    [InlineData(FaultySocket.Fault.Double, "duplicated: 4 frames")]
    [InlineData(FaultySocket.Fault.Swap, "out_of_order: 4 frames")]
    public async Task Echoes_that_go_wrong_once_in_each_session_are_told(object fault, string problem)
    {
        await RunAsync(new RateScenario(), (FaultySocket.Fault)fault);
        _problems.ShouldBe([problem]);
        _problems.Clear();
        await RunAsync(new RoundtripScenario(), (FaultySocket.Fault)fault);
        _problems.ShouldBe([problem]);
    }

    [Fact]
    public async Task Echoes_that_the_upstream_numbers_itself_are_timed()
    {
        await RunAsync(new RoundtripScenario(), FaultySocket.Fault.Number);

        _problems.ShouldBeEmpty();
        _metrics["frames_sent"].ShouldBeGreaterThan(0);
        _metrics["p50_us"].ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(FaultySocket.Fault.Drop)]
    [InlineData(FaultySocket.Fault.Double)]
    [InlineData(FaultySocket.Fault.Swap)]
    public async Task Bursts_that_go_wrong_are_told(object fault)
    {
        await RunAsync(new BurstScenario(), (FaultySocket.Fault)fault);
        _problems.ShouldHaveSingleItem().ShouldStartWith("deltas: ");
    }

    [Fact]
    public async Task Connects_that_nobody_answers_are_failures()
    {
        var options = Options(new Uri("ws://127.0.0.1:9/v1/realtime"));
        await new ConnectsScenario().RunAsync(options, _metrics, _problems, TestContext.Current.CancellationToken);
        _metrics["failures"].ShouldBe(4);
    }

    private async Task RunAsync(IScenario scenario, FaultySocket.Fault fault)
    {
        await using var provider = await Provider.StartAsync(socket => new FaultySocket(socket, fault));
        await scenario.RunAsync(Options(provider.Url), _metrics, _problems, TestContext.Current.CancellationToken);
    }

    private static LoadOptions Options(Uri url) => new()
    {
        Url = url,
        Scenario = "test",
        Target = "test",
        Key = "sk-bench",
        Pids = [],
        OwnPids = [],
        Sessions = 4,
        Rate = 100,
        FrameBytes = 400,
        Window = 4,
        Responses = 2,
        Deltas = 20,
        WarmUp = TimeSpan.Zero,
        Duration = TimeSpan.FromMilliseconds(300),
        Drain = TimeSpan.FromMilliseconds(300),
        Timeout = TimeSpan.FromSeconds(20),
    };
}

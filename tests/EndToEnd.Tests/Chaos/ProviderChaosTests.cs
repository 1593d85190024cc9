using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Providers that break.</summary>
public sealed class ProviderChaosTests(ITestOutputHelper output) : ChaosTestBase(output)
{
    // Answers last long enough for all sessions to be amid one at the same moment.
    private const int LongAnswer = 200;
    private const int MaxBlows = 10;

    [Fact]
    public async Task Provider_connections_that_break_amid_responses_are_replaced()
    {
        await StartAsync(silos: 2, gateways: 1, simulators: 2);
        var sessions = ChaosScale.Of(20, 100);
        await using var talkers = await TalkingAsync(sessions, resumes: false);
        foreach (var simulator in Cluster.Simulators.Keys)
        {
            await ChaosCluster.FaultAsync(simulator, "reset-after=1");
        }

        await talkers.TalkOnAsync(4, TurnTime);
        talkers.TellGaps("every provider connection reset", sessions);

        // A provider that is gone for good: its sessions go on at the other deployment.
        talkers.ForgetGaps();
        Cluster.Simulators.Values.First().Signal(PosixSignalNumber.Kill);
        await talkers.TalkOnAsync(4, TurnTime);
        talkers.TellGaps("one of two providers killed", sessions / 2);
        await Until.TrueAsync(
            "each session has one connection to a provider", TurnTime, async () => await Cluster.OpenConnectionsAsync() == sessions);
    }

    [Fact]
    public async Task Sessions_reset_amid_their_responses_all_go_on_at_another_deployment_also_of_another_provider_and_back()
    {
        // The simulators in their order: OpenAI's protocol, the same elsewhere, Gemini Live.
        await StartAsync(
            silos: 2,
            gateways: 1,
            simulators: 3,
            ports => ChaosModels.OpenAi(ports[0], "order: 1") + ChaosModels.OpenAi(ports[1], "order: 2") + ChaosModels.Gemini(ports[2], "order: 3"),
            routing: "cooldown_time: 1");
        int[] simulators = [.. Cluster.Simulators.Keys];
        await using var talkers = new Talkers(Output);
        await talkers.StartAsync(ChaosScale.Of(10, 100), Spread, resumes: false, LongAnswer);
        await GoOnAtAsync(talkers, "another deployment", simulators[0], simulators[1]);
        await GoOnAtAsync(talkers, "another provider (OpenAI to Gemini)", simulators[1], simulators[2]);
        await GoOnAtAsync(talkers, "and back (Gemini to OpenAI)", simulators[2], simulators[0]);
    }

    // Resets every session of one deployment, which then takes none, while it hears an answer; all are to be at the other one afterwards.
    private async Task GoOnAtAsync(Talkers talkers, string what, int from, int to)
    {
        var sessions = talkers.All.Count;
        (await ChaosCluster.OpenConnectionsAsync(from)).ShouldBe(sessions, $"before: {what}");
        await ChaosCluster.MendAsync(to);
        await Until.TrueAsync(
            "the deployment takes sessions",
            TimeSpan.FromSeconds(10),
            async () => (await Cluster.DeploymentsAsync())[ChaosModels.IdOf(to)].GetProperty("state").GetString() == "ready");
        var before = talkers.All.ToDictionary(talker => talker, talker => talker.Cuts);
        talkers.ForgetGaps();
        await talkers.HearAsync(TurnTime);
        await ChaosCluster.FaultAsync(from, "refuse=503", next: 100_000);
        var blows = 0;
        do
        {
            // Whoever was between two answers is hit again at the other deployment, in its next one.
            (++blows).ShouldBeLessThanOrEqualTo(MaxBlows);
            await ChaosCluster.FaultAsync(blows == 1 ? from : to, "reset-after=1");
            await talkers.TalkOnAsync(3, TurnTime);
        }
        while (talkers.All.Any(talker => talker.Cuts == before[talker]));

        talkers.TellGaps($"every connection reset amid a response, {what}, blows {blows}", sessions);
        (await ChaosCluster.OpenConnectionsAsync(to)).ShouldBe(sessions, $"after: {what}");
        (await ChaosCluster.OpenConnectionsAsync(from)).ShouldBe(0, $"after: {what}");
    }
}

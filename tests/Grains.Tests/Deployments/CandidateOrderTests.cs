using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration;
using Realtime.Grains.Deployments;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Interfaces.Deployments;
using static Realtime.Grains.Tests.Deployments.TestDeployments;

namespace Realtime.Grains.Tests.Deployments;

public sealed class CandidateOrderTests
{
    private const int Rounds = 20_000;

    private readonly Random _random = new(20260924);
    private readonly FakeTimeProvider _time = Clock();
    private readonly DeploymentBoard _board;
    private readonly CandidateOrder _order;

    public CandidateOrderTests()
    {
        _board = new DeploymentBoard(_time);
        _order = new CandidateOrder(_board, _random, _time);
    }

    [Fact]
    public void Lower_orders_are_tiers_before_higher_ones_and_those_without_come_last()
    {
        var tiers = Tiers([Deployment("late", order: 2), Deployment("none"), Deployment("first", order: 1), Deployment("also-first", order: 1)]);

        tiers.Count.ShouldBe(3);
        tiers[0].ShouldBe(["first", "also-first"], ignoreOrder: true);
        tiers[1].ShouldBe(["late"]);
        tiers[2].ShouldBe(["none"]);
    }

    [Fact]
    public void A_deployment_that_rests_comes_after_all_others_whatever_its_order()
    {
        _board.Put("first", null, new LeaseAnswer { Denial = LeaseDenial.Resting, RetryAfter = TimeSpan.FromSeconds(5) });
        Deployment[] group = [Deployment("first", order: 1), Deployment("second", order: 2)];

        Tiers(group).SelectMany(tier => tier).ShouldBe(["second", "first"]);

        _time.Advance(TimeSpan.FromSeconds(5));
        Tiers(group).SelectMany(tier => tier).ShouldBe(["first", "second"]);
    }

    [Fact]
    public void A_deployment_that_drops_sessions_comes_after_all_others_too()
    {
        _board.Put("first", new DeploymentLoad { UnsteadyUntil = _time.GetUtcNow() + TimeSpan.FromSeconds(5) });
        Deployment[] group = [Deployment("first", order: 1), Deployment("second", order: 2)];

        Tiers(group).SelectMany(tier => tier).ShouldBe(["second", "first"]);

        _time.Advance(TimeSpan.FromSeconds(5));
        Tiers(group).SelectMany(tier => tier).ShouldBe(["first", "second"]);
    }

    [Fact]
    public void The_preferred_deployment_is_asked_first()
    {
        Deployment[] group = [Deployment("first", order: 1), Deployment("second", order: 2)];

        _order.Tiers(group, Rules(), "second").Select(tier => tier[0].Id).ShouldBe(["second", "first"]);
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(7, 2, 1, 0.5)]
    [InlineData(90, 9, 1, 0)]
    public void Weights_are_kept_within_two_percent(double a, double b, double c, double d)
    {
        double[] weights = [a, b, c, d];
        Deployment[] group = [.. weights.Select((weight, i) => Deployment("d" + i, weight: weight))];

        var counts = Firsts(group, Rules());

        for (var i = 0; i < weights.Length; i++)
        {
            ((double)counts.GetValueOrDefault("d" + i) / Rounds).ShouldBe(weights[i] / weights.Sum(), tolerance: 0.02);
        }
    }

    [Fact]
    public void Rpm_decides_where_no_weight_is_set_and_tpm_after_it()
    {
        var byRpm = Firsts([Deployment("big") with { Rpm = 900, Tpm = 1 }, Deployment("small") with { Rpm = 100, Tpm = 1000 }], Rules());
        var byTpm = Firsts([Deployment("big") with { Tpm = 900 }, Deployment("small") with { Tpm = 100 }], Rules());

        ((double)byRpm["big"] / Rounds).ShouldBe(0.9, tolerance: 0.02);
        ((double)byTpm["big"] / Rounds).ShouldBe(0.9, tolerance: 0.02);
    }

    [Fact]
    public void The_quickest_is_first_and_those_within_the_buffer_share()
    {
        var slow = Deployment("slow");
        Deployment[] group = [slow, Deployment("quick"), Deployment("nearly")];
        _board.Put("slow", Load(connect: 0.2, audio: 0.9));
        _board.Put("quick", Load(connect: 0.2, audio: 0.3));
        _board.Put("nearly", Load(connect: 0.2, audio: 0.35));

        Firsts(group, Rules(new RouterSettings { RoutingStrategy = RoutingStrategy.LatencyBased })).Keys.ShouldBe(["quick"]);
        var shared = Firsts(group, Rules(new RouterSettings { RoutingStrategy = RoutingStrategy.LatencyBased, LowestLatencyBuffer = 0.2 }));
        shared.Keys.ShouldBe(["quick", "nearly"], ignoreOrder: true);
        ((double)shared["quick"] / Rounds).ShouldBe(0.5, tolerance: 0.02);
    }

    [Fact]
    public void A_deployment_of_unknown_latency_is_tried()
    {
        _board.Put("known", Load(connect: 0.1, audio: 0.1));

        Firsts([Deployment("known"), Deployment("new")], Rules(new RouterSettings { RoutingStrategy = RoutingStrategy.LatencyBased }))
            .Keys.ShouldBe(["new"]);
    }

    [Fact]
    public void The_one_with_the_fewest_tokens_is_first()
    {
        _board.Put("much", new DeploymentLoad { TokensLastMinute = 900 });
        _board.Put("little", new DeploymentLoad { TokensLastMinute = 10 });

        Firsts([Deployment("much"), Deployment("little")], Rules(new RouterSettings { RoutingStrategy = RoutingStrategy.UsageBased }))
            .Keys.ShouldBe(["little"]);
    }

    [Fact]
    public void The_cheapest_is_first_by_own_prices_then_by_the_price_map_and_one_without_a_price_is_last()
    {
        Deployment[] group =
        [
            Deployment("unknown") with { ProviderModel = "nobody-knows" },
            Deployment("dear") with { ProviderModel = "gpt-realtime" },
            Deployment("cheap") with { ProviderModel = "gpt-realtime-mini" },
            Deployment("own") with { Prices = new Dictionary<string, decimal> { ["input_cost_per_token"] = 0, ["output_cost_per_token"] = 0 } },
        ];

        _order.Tiers(group, Rules(new RouterSettings { RoutingStrategy = RoutingStrategy.CostBased }), null)[0]
            .Select(deployment => deployment.Id).ShouldBe(["own", "cheap", "dear", "unknown"]);
    }

    [Fact]
    public void A_deployment_that_a_probe_found_ill_comes_last_where_probes_decide()
    {
        _board.Put("ill", new DeploymentLoad { Health = DeploymentHealth.Unhealthy, ProbedAt = _time.GetUtcNow() });
        Deployment[] group = [Deployment("ill", order: 1), Deployment("well", order: 2)];
        var router = new RouterSettings { EnableHealthCheckRouting = true, HealthCheckStalenessThreshold = TimeSpan.FromMinutes(1) };

        Tiers(group)[0].ShouldBe(["ill"]);
        _order.Tiers(group, Rules(router), null)[0][0].Id.ShouldBe("well");
        _time.Advance(TimeSpan.FromMinutes(2));
        _order.Tiers(group, Rules(router), null)[0][0].Id.ShouldBe("ill");
    }

    private static DeploymentLoad Load(double connect, double audio) =>
        new() { ConnectTime = TimeSpan.FromSeconds(connect), FirstAudioTime = TimeSpan.FromSeconds(audio) };

    private List<string[]> Tiers(Deployment[] group) =>
        [.. _order.Tiers(group, Rules(), null).Select(tier => tier.Select(deployment => deployment.Id).ToArray())];

    private Dictionary<string, int> Firsts(Deployment[] group, RoutingRules rules) => Enumerable.Range(0, Rounds)
        .Select(_ => _order.Tiers(group, rules, null)[0][0].Id)
        .CountBy(id => id)
        .ToDictionary();
}

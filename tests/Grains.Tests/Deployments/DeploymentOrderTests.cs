using Realtime.Configuration;
using Realtime.Grains.Deployments;

namespace Realtime.Grains.Tests.Deployments;

public sealed class DeploymentOrderTests
{
    private readonly Random _random = new(20260924);

    [Fact]
    public void Shuffle_gives_each_deployment_once_and_lower_orders_first()
    {
        var order = DeploymentOrder.Shuffle(
            [Deployment("late", order: 2), Deployment("none"), Deployment("first", order: 1), Deployment("also-first", order: 1)], _random);

        order.Count.ShouldBe(4);
        order.Take(2).Select(deployment => deployment.Id).ShouldBe(["first", "also-first"], ignoreOrder: true);
        order[2].Id.ShouldBe("late");
        order[3].Id.ShouldBe("none");
    }

    [Fact]
    public void Shuffle_leaves_out_what_is_blocked()
    {
        var order = DeploymentOrder.Shuffle([Deployment("a") with { Info = new ModelInfo { Blocked = true } }, Deployment("b")], _random);

        order.Select(deployment => deployment.Id).ShouldBe(["b"]);
    }

    [Fact]
    public void Weights_decide_how_often_a_deployment_is_first()
    {
        var counts = CountFirsts([Deployment("three", weight: 3), Deployment("one", weight: 1)]);

        ((double)counts["three"] / 4000).ShouldBe(0.75, tolerance: 0.03);
    }

    [Fact]
    public void Rpm_decides_where_no_weight_is_set_and_tpm_after_it()
    {
        var byRpm = CountFirsts([Deployment("big") with { Rpm = 900, Tpm = 1 }, Deployment("small") with { Rpm = 100, Tpm = 1000 }]);
        var byTpm = CountFirsts([Deployment("big") with { Tpm = 900 }, Deployment("small") with { Tpm = 100 }]);

        ((double)byRpm["big"] / 4000).ShouldBe(0.9, tolerance: 0.03);
        ((double)byTpm["big"] / 4000).ShouldBe(0.9, tolerance: 0.03);
    }

    [Fact]
    public void Equal_deployments_are_first_equally_often()
    {
        var counts = CountFirsts([Deployment("a"), Deployment("b")]);

        ((double)counts["a"] / 4000).ShouldBe(0.5, tolerance: 0.04);
    }

    [Fact]
    public void Deployment_without_weight_beside_weighted_ones_is_the_last_resort()
    {
        for (var round = 0; round < 100; round++)
        {
            DeploymentOrder.Shuffle([Deployment("none"), Deployment("some", weight: 1)], _random)
                .Select(deployment => deployment.Id).ShouldBe(["some", "none"]);
        }
    }

    private static Deployment Deployment(string id, int? order = null, double? weight = null) =>
        new() { Id = id, ModelName = "m", Provider = "openai", ProviderModel = "m", Order = order, Weight = weight };

    private Dictionary<string, int> CountFirsts(Deployment[] deployments) => Enumerable.Range(0, 4000)
        .Select(_ => DeploymentOrder.Shuffle(deployments, _random)[0].Id)
        .CountBy(id => id)
        .ToDictionary();
}

using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Interfaces.Deployments;
using Realtime.Providers;
using static Realtime.Grains.Tests.Deployments.TestDeployments;

namespace Realtime.Grains.Tests.Deployments;

public sealed class RoutingRulesTests
{
    private static readonly UpstreamRefusal Unreachable = new(UpstreamRefusalKind.Unreachable, "");
    private static readonly UpstreamRefusal TimedOut = new(UpstreamRefusalKind.Timeout, "");

    private static readonly ModelGroup Group = new() { Name = "m", GroupName = "m", Deployments = [Deployment("d")] };

    [Theory]
    [InlineData("a", "a")]
    [InlineData("b", "b,c")]
    [InlineData("a b", "a,b,c")]
    [InlineData("nothing", "default")]
    [InlineData("", "default")]
    public void Tags_choose_as_LiteLLMs_do(string tags, string expected) => Filter(tags, any: true, withDefault: true).ShouldBe(expected);

    [Theory]
    [InlineData("b c", "c")]
    [InlineData("a b", "")]
    [InlineData("nothing", "")]
    [InlineData("", "a,b,c")]
    public void All_tags_must_be_there_where_the_file_says_so_and_without_a_default_none_may_be_left(string tags, string expected) =>
        Filter(tags, any: false, withDefault: false).ShouldBe(expected);

    [Fact]
    public void Overrides_stand_in_for_the_files_settings_one_by_one()
    {
        var router = new RouterSettings { NumRetries = 5, DefaultFallbacks = ["x"], RoutingStrategy = RoutingStrategy.CostBased };

        var rules = Rules(router, new RoutingOverrides { RoutingStrategy = "least-busy", NumRetries = 1, Timeout = TimeSpan.FromSeconds(3) });

        (rules.Strategy, rules.NumRetries).ShouldBe((RoutingStrategy.LeastBusy, 1));
        rules.TimeoutOf(Deployment("d")).ShouldBe(TimeSpan.FromSeconds(3));
        rules.FallbacksOf(Group).ShouldBe(["x"]);
    }

    [Fact]
    public void A_groups_own_fallbacks_come_before_those_for_all()
    {
        var fallbacks = new Dictionary<string, IReadOnlyList<string>> { ["m"] = ["own"], ["*"] = ["any"] };
        var router = new RouterSettings { Fallbacks = fallbacks, DefaultFallbacks = ["default"] };

        Rules(router).FallbacksOf(Group).ShouldBe(["own"]);
        Rules(router).FallbacksOf(Group with { Name = "n", GroupName = "n" }).ShouldBe(["any"]);
        Rules(new RouterSettings { DefaultFallbacks = ["default"] }).FallbacksOf(Group).ShouldBe(["default"]);
    }

    [Fact]
    public void Passing_failures_are_tried_again_and_a_timeout_only_by_a_policy()
    {
        RetryRules.Allowed(Unreachable, Group, Rules()).ShouldBe(2);
        RetryRules.Allowed(Status(500), Group, Rules()).ShouldBe(2);
        RetryRules.Allowed(Status(401), Group, Rules()).ShouldBe(0);
        RetryRules.Allowed(TimedOut, Group, Rules()).ShouldBe(0);
        var policy = new RouterSettings { RetryPolicy = new Dictionary<string, int> { ["TimeoutErrorRetries"] = 1, ["RateLimitErrorRetries"] = 0 } };
        RetryRules.Allowed(TimedOut, Group, Rules(policy)).ShouldBe(1);
        RetryRules.Allowed(Status(429), Group, Rules(policy)).ShouldBe(0);
        var byGroup = policy with
        {
            ModelGroupRetryPolicy = new Dictionary<string, IReadOnlyDictionary<string, int>>
            {
                ["m"] = new Dictionary<string, int> { ["TimeoutErrorRetries"] = 4 },
            },
        };
        RetryRules.Allowed(TimedOut, Group, Rules(byGroup)).ShouldBe(4);
    }

    [Fact]
    public void A_provider_that_asks_for_more_patience_than_a_caller_has_is_not_tried_again()
    {
        RetryRules.Wait(Status(429) with { RetryAfter = TimeSpan.FromSeconds(17) }, 1, Rules(), new Random(1)).ShouldBeNull();
        RetryRules.Wait(Unreachable, 1, Rules(), new Random(1))!.Value.ShouldBeInRange(TimeSpan.FromMilliseconds(75), TimeSpan.FromMilliseconds(125));
        RetryRules.Wait(Unreachable, 1, Rules(new RouterSettings { RetryAfter = TimeSpan.FromSeconds(1) }), new Random(1)).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(null, false, false, 3)]
    [InlineData(null, true, false, 0)]
    [InlineData(0, false, false, 0)]
    [InlineData(2, true, false, 2)]
    [InlineData(null, true, true, null)]
    public void The_number_of_allowed_failures_is_the_files_else_by_siblings(int? given, bool siblings, bool disabled, int? expected)
    {
        var router = new RouterSettings { AllowedFails = given ?? 3, AllowedFailsGiven = given is not null, DisableCooldowns = disabled };

        Describe(Unreachable, router, siblings).AllowedFails.ShouldBe(expected);
    }

    [Fact]
    public void A_kind_with_a_number_of_its_own_is_counted_apart()
    {
        var router = new RouterSettings { AllowedFailsPolicy = new Dictionary<string, int> { ["RateLimitErrorAllowedFails"] = 100 } };

        var failure = Describe(Status(429), router, siblings: true);

        (failure.AllowedFails, failure.Counter).ShouldBe((100, "RateLimitError"));
        Describe(Status(500), router, siblings: true).Counter.ShouldBe("");
    }

    [Fact]
    public void What_a_client_can_bring_about_counts_against_nobody()
    {
        Describe(Status(400), RouterSettings.Default, siblings: true).AllowedFails.ShouldBeNull();
        var afterUpgrade = new UpstreamRefusal(UpstreamRefusalKind.Refused, "", Code: "unknown_parameter");
        Describe(afterUpgrade, RouterSettings.Default, siblings: true, clientMayBeCause: true).AllowedFails.ShouldBeNull();
        Describe(afterUpgrade, RouterSettings.Default, siblings: true).AllowedFails.ShouldBe(0);
    }

    [Fact]
    public void The_rest_is_the_deployments_else_the_providers_else_the_files()
    {
        var busy = Status(429) with { RetryAfter = TimeSpan.FromSeconds(30) };
        RestRules.Describe(Ask("a").Lease, Deployment("d") with { CooldownTime = TimeSpan.FromSeconds(9) }, busy, RouterSettings.Default, true, false)
            .Rest.ShouldBe(TimeSpan.FromSeconds(9));
        Describe(busy, RouterSettings.Default, siblings: true).Rest.ShouldBe(TimeSpan.FromSeconds(30));
        Describe(Unreachable, RouterSettings.Default, siblings: true).Rest.ShouldBe(TimeSpan.FromSeconds(5));
    }

    private static UpstreamRefusal Status(int status) => new(UpstreamRefusalKind.Refused, "", status);

    private static DeploymentFailure Describe(UpstreamRefusal refusal, RouterSettings router, bool siblings, bool clientMayBeCause = false) =>
        RestRules.Describe(Ask("a").Lease, Deployment("d"), refusal, router, siblings, clientMayBeCause);

    private static string Filter(string tags, bool any, bool withDefault)
    {
        Deployment[] all =
        [
            Deployment("a") with { Tags = ["a"] },
            Deployment("b") with { Tags = ["b"] },
            Deployment("c") with { Tags = ["b", "c"] },
            Deployment("default") with { Tags = ["default"] },
        ];
        var allowed = TagFilter.Apply(withDefault ? all : all[..3], tags.Split(' ', StringSplitOptions.RemoveEmptyEntries), any);
        return string.Join(',', allowed.Select(deployment => deployment.Id));
    }

    [Theory]
    [InlineData(UpstreamEndKind.Lost, 1006, true)]
    [InlineData(UpstreamEndKind.Silent, 1006, true)]
    [InlineData(UpstreamEndKind.Closed, 1011, true)]
    [InlineData(UpstreamEndKind.Closed, 1008, false)]
    [InlineData(UpstreamEndKind.Closed, 1000, false)]
    public void What_a_session_may_have_brought_about_itself_is_no_loss_of_the_deployment(UpstreamEndKind kind, int code, bool counts)
    {
        var loss = RestRules.DescribeLoss("s", Deployment("d"), new UpstreamEnd(kind, code, ""), RouterSettings.Default);

        (loss is not null).ShouldBe(counts);
        if (loss is not null)
        {
            (loss.IsLoss, loss.KeepsLease, loss.AllowedFails).ShouldBe((true, true, 3));
        }
    }

    [Fact]
    public void Cooldowns_that_are_switched_off_count_no_loss_either() => RestRules.DescribeLoss(
        "s", Deployment("d"), new UpstreamEnd(UpstreamEndKind.Lost, 1006, ""), RouterSettings.Default with { DisableCooldowns = true }).ShouldBeNull();
}

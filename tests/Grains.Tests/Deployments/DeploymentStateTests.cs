using Microsoft.Extensions.Time.Testing;
using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Deployments.Load;
using Realtime.Grains.Interfaces.Deployments;
using static Realtime.Grains.Tests.Deployments.TestDeployments;

namespace Realtime.Grains.Tests.Deployments;

public sealed class DeploymentStateTests
{
    private readonly FakeTimeProvider _time = Clock();
    private readonly DeploymentState _state = new();

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public void The_place_after_the_last_is_denied_until_one_is_given_back()
    {
        var first = Ask("a", parallel: 2);
        Take(first).ShouldBe(LeaseDenial.None);
        Take(Ask("b", parallel: 2)).ShouldBe(LeaseDenial.None);
        Take(Ask("c", parallel: 2)).ShouldBe(LeaseDenial.Full);

        _state.Release(first.Lease).ShouldBeTrue();

        Take(Ask("c", parallel: 2)).ShouldBe(LeaseDenial.None);
        _state.Load(Now).InFlight.ShouldBe(2);
    }

    [Fact]
    public void A_place_that_is_not_renewed_is_free_after_its_life_and_a_renewed_one_is_not()
    {
        var (dead, alive) = (Ask("dead", parallel: 2), Ask("alive", parallel: 2));
        Take(dead);
        Take(alive);
        _time.Advance(LeaseBook.Lifetime - TimeSpan.FromSeconds(1));
        _state.Renew(new LeaseReport { Held = [alive.Lease] }, Now);
        Take(Ask("c", parallel: 2)).ShouldBe(LeaseDenial.Full);

        _time.Advance(TimeSpan.FromSeconds(1));

        _state.Load(Now).InFlight.ShouldBe(1);
        Take(Ask("c", parallel: 2)).ShouldBe(LeaseDenial.None);
    }

    [Fact]
    public void A_session_that_takes_its_place_anew_counts_once_and_its_old_place_gives_nothing_back()
    {
        var (old, renewed) = (Ask("a", parallel: 1), Ask("a", parallel: 1));
        Take(old).ShouldBe(LeaseDenial.None);
        Take(renewed).ShouldBe(LeaseDenial.None);

        _state.Release(old.Lease).ShouldBeFalse();

        _state.Load(Now).InFlight.ShouldBe(1);
        Take(Ask("b", parallel: 1)).ShouldBe(LeaseDenial.Full);
    }

    [Fact]
    public void A_place_that_was_forgotten_is_taken_up_again_when_it_is_renewed()
    {
        _state.Renew(new LeaseReport { Held = [new LeaseRef("a", Guid.NewGuid())] }, Now);

        Take(Ask("b", parallel: 1)).ShouldBe(LeaseDenial.Full);
    }

    [Fact]
    public void A_connection_opened_ahead_hands_its_place_to_a_session_at_the_limit()
    {
        var warm = Ask("warm", parallel: 1);
        Take(warm);

        Take(Ask("a", parallel: 1) with { InPlaceOf = warm.Lease }).ShouldBe(LeaseDenial.None);

        _state.Load(Now).InFlight.ShouldBe(1);
    }

    [Fact]
    public void Sessions_of_a_minute_are_bounded_and_the_answer_says_when_to_come_back()
    {
        Take(Ask("a", rpm: 2));
        _time.Advance(TimeSpan.FromSeconds(10));
        Take(Ask("b", rpm: 2));

        var answer = _state.TryAcquire(Ask("c", rpm: 2), Now);

        answer.Denial.ShouldBe(LeaseDenial.Requests);
        answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(50));
        _time.Advance(TimeSpan.FromSeconds(49));
        Take(Ask("c", rpm: 2)).ShouldBe(LeaseDenial.Requests);
        _time.Advance(TimeSpan.FromSeconds(1));
        Take(Ask("c", rpm: 2)).ShouldBe(LeaseDenial.None);
    }

    [Fact]
    public void Tokens_of_a_minute_are_bounded()
    {
        _state.Renew(new LeaseReport { Tokens = 600 }, Now);
        Take(Ask("a", tpm: 1000)).ShouldBe(LeaseDenial.None);
        _state.Renew(new LeaseReport { Tokens = 400 }, Now);

        Take(Ask("b", tpm: 1000)).ShouldBe(LeaseDenial.Tokens);

        _time.Advance(TimeSpan.FromSeconds(60));
        Take(Ask("b", tpm: 1000)).ShouldBe(LeaseDenial.None);
    }

    [Fact]
    public void A_deployment_rests_at_the_first_failure_where_none_is_allowed()
    {
        var request = Ask("a");
        Take(request);
        _state.Fail(Failure(request, allowed: 0), Now).ShouldBeTrue();

        var answer = _state.TryAcquire(Ask("b"), Now);

        answer.Denial.ShouldBe(LeaseDenial.Resting);
        answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
        _state.Load(Now).InFlight.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(5));
        Take(Ask("b")).ShouldBe(LeaseDenial.None);
    }

    [Fact]
    public void Lost_sessions_make_a_deployment_unsteady_and_refuse_nobody()
    {
        var request = Ask("a", parallel: 1);
        Take(request).ShouldBe(LeaseDenial.None);
        var loss = Failure(request, allowed: 1) with { IsLoss = true, KeepsLease = true };
        _state.Fail(loss, Now).ShouldBeFalse();
        _state.Fail(loss, Now).ShouldBeTrue();

        _state.Load(Now).UnsteadyUntil.ShouldBe(Now + TimeSpan.FromSeconds(5));
        _state.Load(Now).RestsUntil.ShouldBeNull();
        _state.Load(Now).InFlight.ShouldBe(1);
        Take(Ask("b", parallel: 2)).ShouldBe(LeaseDenial.None);

        _time.Advance(TimeSpan.FromSeconds(5));
        _state.Load(Now).UnsteadyUntil.ShouldBeNull();
    }

    [Fact]
    public void Failures_rest_a_deployment_when_there_are_more_than_allowed_within_a_minute()
    {
        for (var i = 0; i < 3; i++)
        {
            _state.Fail(Failure(Ask("a"), allowed: 3), Now).ShouldBeFalse();
            _time.Advance(TimeSpan.FromSeconds(25));
        }

        // The first is over a minute ago.
        _state.Fail(Failure(Ask("a"), allowed: 3), Now).ShouldBeFalse();
        _state.Fail(Failure(Ask("a"), allowed: 3), Now).ShouldBeTrue();
    }

    [Fact]
    public void A_failure_that_does_not_count_rests_nothing()
    {
        _state.Fail(Failure(Ask("a"), allowed: null), Now).ShouldBeFalse();

        Take(Ask("b")).ShouldBe(LeaseDenial.None);
    }

    [Fact]
    public void The_models_of_a_pattern_rest_each_for_itself()
    {
        _state.Fail(Failure(Ask("a"), allowed: 0, model: "wrong"), Now);

        Take(Ask("b") with { Model = "wrong" }).ShouldBe(LeaseDenial.Resting);
        Take(Ask("b") with { Model = "right" }).ShouldBe(LeaseDenial.None);
    }

    [Fact]
    public void Averages_look_at_the_last_values()
    {
        _state.Renew(new LeaseReport { ConnectTimes = [.. Enumerable.Repeat(TimeSpan.FromSeconds(9), 5)] }, Now);
        _state.Renew(new LeaseReport { ConnectTimes = [.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 10)] }, Now);

        _state.Load(Now).ConnectTime.ShouldBe(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromHours(2));
        _state.Load(Now).ConnectTime.ShouldBeNull();
    }

    private LeaseDenial Take(LeaseRequest request) => _state.TryAcquire(request, Now).Denial;
}

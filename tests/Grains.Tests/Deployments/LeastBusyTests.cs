using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Realtime.Grains.Deployments;
using Realtime.Grains.Interfaces.Deployments;
using static Realtime.Grains.Tests.Deployments.TestDeployments;

namespace Realtime.Grains.Tests.Deployments;

public sealed class LeastBusyTests
{
    private static readonly string[] Ids = ["d0", "d1", "d2", "d3"];

    private readonly FakeTimeProvider _time = Clock();
    private readonly Dictionary<string, FakeDeploymentGrain> _deployments;
    private readonly DeploymentCalls _calls;
    private readonly LeastBusyGrain _grain;

    public LeastBusyTests()
    {
        _deployments = Ids.ToDictionary(id => id, _ => new FakeDeploymentGrain(_time));
        var grains = Substitute.For<IGrainFactory>();
        foreach (var (id, deployment) in _deployments)
        {
            grains.GetGrain<IDeploymentGrain>(id, null).Returns(deployment);
        }

        _calls = new DeploymentCalls(grains, new DeploymentBoard(_time), _time);
        _grain = new LeastBusyGrain(_calls, new Random(7));
    }

    private int Spread => _deployments.Values.Max(deployment => deployment.InFlight) - _deployments.Values.Min(deployment => deployment.InFlight);

    [Fact]
    public async Task Four_hundred_sessions_of_mixed_lengths_differ_by_two_at_most()
    {
        var random = new Random(11);
        var open = new List<(string Id, LeaseRef Lease)>();
        for (var session = 0; session < 400; session++)
        {
            var request = Ask("s" + session);
            var answers = await _grain.Acquire([.. Ids.Select(id => new LeaseCandidate(id, request))]);
            answers.ShouldHaveSingleItem().Answer.IsGranted.ShouldBeTrue();
            open.Add((answers[0].DeploymentId, request.Lease));
            Spread.ShouldBeLessThanOrEqualTo(2);

            // One in two is short: it ends while others begin.
            if (open.Count > 8 && random.Next(2) == 0)
            {
                var ended = random.Next(open.Count);
                _deployments[open[ended].Id].State.Release(open[ended].Lease);
                open.RemoveAt(ended);
                Spread.ShouldBeLessThanOrEqualTo(2);
            }
        }
    }

    [Fact]
    public async Task Sessions_that_come_at_once_are_spread_as_evenly()
    {
        var gate = new TaskCompletionSource();
        foreach (var deployment in _deployments.Values)
        {
            deployment.Gate = gate.Task;
        }

        var acquires = Enumerable.Range(0, 42).Select(i => _grain.Acquire([.. Ids.Select(id => new LeaseCandidate(id, Ask("s" + i)))])).ToArray();
        gate.SetResult();

        (await Task.WhenAll(acquires)).ShouldAllBe(answers => answers.Count == 1 && answers[0].Answer.IsGranted);
        _deployments.Values.Sum(deployment => deployment.InFlight).ShouldBe(42);
        Spread.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_place_that_comes_too_late_is_given_back()
    {
        var gate = new TaskCompletionSource();
        _deployments["d0"].Gate = gate.Task;
        var acquire = _calls.TryAcquireAsync("d0", Ask("a", parallel: 1));
        _time.Advance(TimeSpan.FromSeconds(1));
        (await acquire).Denial.ShouldBe(LeaseDenial.Unknown);

        gate.SetResult();

        SpinWait.SpinUntil(() => _deployments["d0"].Released == 1, TimeSpan.FromSeconds(20)).ShouldBeTrue();
        _deployments["d0"].InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task One_that_rests_is_passed_over_and_the_answers_say_so()
    {
        _deployments["d2"].State.Fail(Failure(Ask("x"), allowed: 0), _time.GetUtcNow());
        for (var i = 0; i < 30; i++)
        {
            var answers = await _grain.Acquire([.. Ids.Select(id => new LeaseCandidate(id, Ask("s" + i)))]);
            answers[^1].DeploymentId.ShouldNotBe("d2");
            answers[^1].Answer.IsGranted.ShouldBeTrue();
        }

        _deployments["d2"].InFlight.ShouldBe(0);
    }
}

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
    private readonly LeastBusyGrain _grain;

    public LeastBusyTests()
    {
        _deployments = Ids.ToDictionary(id => id, _ => new FakeDeploymentGrain(_time));
        var grains = Substitute.For<IGrainFactory>();
        foreach (var (id, deployment) in _deployments)
        {
            grains.GetGrain<IDeploymentGrain>(id, null).Returns(deployment);
        }

        _grain = new LeastBusyGrain(new DeploymentCalls(grains, new DeploymentBoard(_time), _time), new Random(7));
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

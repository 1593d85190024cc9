using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Interfaces.Deployments;
using static Realtime.Grains.Tests.Deployments.TestDeployments;

namespace Realtime.Grains.Tests.Deployments;

public sealed class StoredDeploymentTests
{
    private readonly FakeTimeProvider _time = Clock();
    private readonly MemoryStorage _storage = new();

    [Fact]
    public async Task A_limit_stays_exact_when_the_silo_that_counts_dies()
    {
        var first = Activation();
        await TakeAsync(first, "a");
        await TakeAsync(first, "b");

        var second = Activation();

        (await TakeAsync(second, "c")).ShouldBe(LeaseDenial.Full);
        _time.Advance(LeaseBook.Lifetime);
        (await TakeAsync(second, "c")).ShouldBe(LeaseDenial.None);
    }

    [Fact]
    public async Task Two_activations_at_once_give_no_place_too_many()
    {
        var (one, other) = (Activation(), Activation());
        (await TakeAsync(one, "a")).ShouldBe(LeaseDenial.None);
        (await TakeAsync(other, "b")).ShouldBe(LeaseDenial.None);

        (await TakeAsync(one, "c")).ShouldBe(LeaseDenial.Full);
        (await TakeAsync(other, "d")).ShouldBe(LeaseDenial.Full);
    }

    [Fact]
    public async Task Any_interleaving_of_two_activations_keeps_the_limit()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var storage = new MemoryStorage();
            StoredDeployment[] activations = [Activation(storage), Activation(storage)];
            var granted = new List<LeaseRequest>();
            for (var step = 0; step < 60; step++)
            {
                if (granted.Count > 0 && random.Next(3) == 0)
                {
                    // Both learn of the end, as a silo's calls go to whichever is there.
                    var ended = granted[random.Next(granted.Count)];
                    granted.Remove(ended);
                    Array.ForEach(activations, activation => activation.Release(ended.Lease));
                    continue;
                }

                var request = Ask("s" + step, parallel: 3);
                if ((await activations[random.Next(2)].TryAcquireAsync(request)).IsGranted)
                {
                    granted.Add(request);
                }

                granted.Count.ShouldBeLessThanOrEqualTo(3);
            }
        }
    }

    [Fact]
    public async Task Sessions_that_come_during_a_write_share_the_next_one()
    {
        var gate = new TaskCompletionSource();
        _storage.Gate = gate.Task;
        var deployment = Activation();

        var takes = Enumerable.Range(0, 20).Select(i => TakeAsync(deployment, "s" + i, 100)).ToArray();
        gate.SetResult();

        (await Task.WhenAll(takes)).ShouldAllBe(denial => denial == LeaseDenial.None);
        _storage.Writes.ShouldBe(2);
    }

    [Fact]
    public async Task A_store_that_is_away_leaves_the_limit_exact_in_memory()
    {
        _storage.IsAway = true;
        var deployment = Activation();

        (await TakeAsync(deployment, "a")).ShouldBe(LeaseDenial.None);
        (await TakeAsync(deployment, "b")).ShouldBe(LeaseDenial.None);
        (await TakeAsync(deployment, "c")).ShouldBe(LeaseDenial.Full);

        // What it holds is stored when the store is back, by the next report.
        _storage.IsAway = false;
        _time.Advance(TimeSpan.FromSeconds(2));
        await deployment.RenewAsync(new LeaseReport { Held = [new LeaseRef("x", Guid.NewGuid())], IsLimited = true });
        (await TakeAsync(Activation(), "c")).ShouldBe(LeaseDenial.Full);
    }

    [Fact]
    public async Task A_store_that_hangs_delays_a_session_by_half_a_second_at_most()
    {
        _storage.Gate = new TaskCompletionSource().Task;
        var deployment = Activation();
        var take = TakeAsync(deployment, "a");
        take.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(500));

        (await take).ShouldBe(LeaseDenial.None);
        TakeAsync(deployment, "b").IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_store_that_hangs_when_the_grain_comes_up_delays_one_session_and_no_other()
    {
        var gate = new TaskCompletionSource();
        (await TakeAsync(Activation(), "a")).ShouldBe(LeaseDenial.None);
        _storage.ReadGate = gate.Task;
        var deployment = Activation();
        var take = TakeAsync(deployment, "b");
        take.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(500));
        (await take).ShouldBe(LeaseDenial.None);
        TakeAsync(deployment, "c").IsCompletedSuccessfully.ShouldBeTrue();

        // What was stored counts as soon as it can be read.
        gate.SetResult();
        _time.Advance(TimeSpan.FromSeconds(2));
        (await TakeAsync(deployment, "d")).ShouldBe(LeaseDenial.Full);
        deployment.State.Load(_time.GetUtcNow()).InFlight.ShouldBe(3);
    }

    [Fact]
    public async Task Sessions_of_a_deployment_without_limits_touch_no_store()
    {
        var deployment = Activation();
        await deployment.TryAcquireAsync(Ask("a"));
        await deployment.RenewAsync(new LeaseReport { Held = [Ask("a").Lease] });

        _storage.Writes.ShouldBe(0);
    }

    private StoredDeployment Activation(MemoryStorage? storage = null) => new(
        new DeploymentStore(storage ?? _storage, GrainId.Create("deployment", "d"), _time, NullLogger.Instance), _time);

    private static async Task<LeaseDenial> TakeAsync(StoredDeployment deployment, string session, int limit = 2) =>
        (await deployment.TryAcquireAsync(Ask(session, parallel: limit))).Denial;
}

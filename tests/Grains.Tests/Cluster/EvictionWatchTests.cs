using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Realtime.Grains.Cluster;

namespace Realtime.Grains.Tests.Cluster;

/// <summary>A silo that stood still, as one that SIGSTOP froze.</summary>
public sealed class EvictionWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly SiloAddress Here = SiloAddress.New(IPAddress.Loopback, 1, 1);

    private readonly FakeTimeProvider _time = new();
    private readonly ISiloStatusOracle _silo = Substitute.For<ISiloStatusOracle>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IMembershipTable _table = Substitute.For<IMembershipTable>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Standstill _standstill;
    private readonly EvictionWatch _watch;
    private SiloStatus _status = SiloStatus.Active;

    public EvictionWatchTests()
    {
        _silo.SiloAddress.Returns(Here);
        _silo.CurrentStatus.Returns(SiloStatus.Active);
        _table.ReadRowAsync(Here, Arg.Any<CancellationToken>()).Returns(_ => Task.FromResult(new MembershipTableData(
            Tuple.Create(new MembershipEntry { SiloAddress = Here, Status = _status }, "1"), new TableVersion(1, "1"))));
        _standstill = new Standstill(_time);
        var process = Substitute.For<IHostApplicationLifetime>();
        process.ApplicationStopping.Returns(_stopping.Token);
        _watch = new EvictionWatch(_table, _silo, _standstill, process, _time, NullLogger<EvictionWatch>.Instance)
        {
            EndProcess = () => _ended.TrySetResult(),
        };
    }

    public ValueTask InitializeAsync() => new(_watch.StartAsync(CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task Silo_that_was_evicted_meanwhile_ends_and_lets_nothing_go_on()
    {
        _status = SiloStatus.Dead;

        _time.Advance(TimeSpan.FromSeconds(20));
        _standstill.IsSuspected.ShouldBeTrue();
        var goesOn = _standstill.WaitAsync();

        await AdvancingAsync(_ended.Task);
        goesOn.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Silo_that_is_still_a_member_goes_on()
    {
        _time.Advance(TimeSpan.FromSeconds(3));
        var goesOn = _standstill.WaitAsync();

        await goesOn.WaitAsync(Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
        _standstill.IsSuspected.ShouldBeFalse();
        _ended.Task.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Silo_goes_on_when_the_table_stays_away()
    {
        _table.ReadRowAsync(Here, Arg.Any<CancellationToken>()).Returns(Task.FromException<MembershipTableData>(new TimeoutException()));
        _time.Advance(TimeSpan.FromSeconds(3));
        var goesOn = _standstill.WaitAsync();

        await AdvancingAsync(goesOn);
        _ended.Task.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Silo_that_was_evicted_without_a_standstill_ends_too()
    {
        _status = SiloStatus.Dead;

        await AdvancingAsync(_ended.Task, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Silo_that_left_by_itself_is_not_evicted()
    {
        await _stopping.CancelAsync();
        _silo.CurrentStatus.Returns(SiloStatus.Dead);
        _status = SiloStatus.Dead;
        _time.Advance(TimeSpan.FromSeconds(3));

        await AdvancingAsync(_standstill.WaitAsync());
        _ended.Task.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Short_pause_holds_nothing_up()
    {
        _time.Advance(TimeSpan.FromSeconds(1.5));
        _standstill.IsSuspected.ShouldBeFalse();
        _standstill.WaitAsync().IsCompleted.ShouldBeTrue();
    }

    private async Task AdvancingAsync(Task task, TimeSpan? step = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!task.IsCompleted)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Deadline);
            _time.Advance(step ?? TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Policies;
using Realtime.Grains.Policies.Alerts;
using Realtime.Grains.Telemetry;

namespace Realtime.Grains.Tests.Policies;

public sealed class SoftBudgetTests : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RecordedChannel _channel = new();
    private readonly AlertBoard _alerts;

    public SoftBudgetTests() => _alerts = new AlertBoard(
        new ConfigStore(null, ConfigLoader.Load(null, new Dictionary<string, string>()), NullLogger<ConfigStore>.Instance),
        [_channel],
        ActivatorUtilities.CreateInstance<RealtimeMetrics>(_services),
        _time,
        NullLogger<AlertBoard>.Instance);

    public async ValueTask DisposeAsync()
    {
        await _alerts.StopAsync(CancellationToken.None);
        _alerts.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Soft_budget_without_a_hard_one_is_told_of_once_and_refuses_nothing()
    {
        await _alerts.StartAsync(TestContext.Current.CancellationToken);
        var document = new PolicyDocument { Scope = "key:k", State = PolicyState.Active, SoftBudget = 1 };
        var money = new PolicyMoney(_alerts, _time);
        money.Merge(document, []);
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            money.Book(document, Booking(id, 0.4m));
            money.Exhausted(document, ["voice"]).ShouldBeNull();
        }

        // Whoever reads in order has had all before this one.
        _alerts.Raise(new Alert(AlertTypes.Spend, "last", "The end.", "all"));
        (await _channel.NextAsync()).ShouldBe(new Alert(AlertTypes.Budget, "soft_budget_crossed", "Soft budget crossed: spend 1.2, soft budget 1.", "key:k"));
        (await _channel.NextAsync()).Event.ShouldBe("last");
    }

    private UsageBooking Booking(string id, decimal cost) => new() { Id = id, Models = ["voice"], Cost = cost, At = _time.GetUtcNow() };

    private sealed class RecordedChannel : IAlertChannel
    {
        private readonly System.Threading.Channels.Channel<Alert> _sent = System.Threading.Channels.Channel.CreateUnbounded<Alert>();

        public Task SendAsync(Alert alert, CancellationToken cancellationToken) => _sent.Writer.WriteAsync(alert, cancellationToken).AsTask();

        public async Task<Alert> NextAsync() => await _sent.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);
    }
}

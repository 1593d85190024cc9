using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Ledger;
using Realtime.Grains.Metering;
using Realtime.Grains.Policies;
using Realtime.Grains.Policies.Alerts;
using Realtime.Grains.Policies.Sessions;
using Realtime.Grains.Telemetry;
using Realtime.Grains.Tests.Sessions;
using Realtime.Grains.Tests.Sessions.Replacement;
using Realtime.Storage.Model;

namespace Realtime.Grains.Tests.Metering;

/// <summary>What a provider does until it hears that a session is over is paid for, and so it is booked.</summary>
public sealed class EndedSessionTests : IAsyncDisposable
{
    private static readonly SessionEnd Closed = new(SessionEndCause.ClientClosed, 1000, "");

    private readonly RecordingSink _sink = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LedgerWriter _ledger;
    private readonly LeaseKeeper _keeper;
    private readonly ReplacedSession _session;

    public EndedSessionTests()
    {
        var time = TimeProvider.System;
        var config = new ConfigStore(null, ConfigLoader.Load(null, new Dictionary<string, string>()), NullLogger<ConfigStore>.Instance);
        var metrics = ActivatorUtilities.CreateInstance<RealtimeMetrics>(_services);
        var alerts = new AlertBoard(config, [], metrics, time, NullLogger<AlertBoard>.Instance);
        var grains = Substitute.For<IGrainFactory>();
        _ledger = new LedgerWriter(_services, new LedgerOptions(), alerts, time, NullLogger<LedgerWriter>.Instance);
        _keeper = new LeaseKeeper(grains, Substitute.For<ISiloStatusOracle>(), new PolicyTimes(), time, NullLogger<LeaseKeeper>.Instance);
        var policy = new SessionPolicy("rts_test", new SessionPrincipal(), ["voice"], [], _keeper, time, NullLogger.Instance);
        var services = new MeterServices(config, new UsageJournal(_ledger, [_sink], config), grains, alerts, metrics, time);
        _session = new ReplacedSession { Meter = new SessionMeter(services, policy, "voice", Setups.Deployment) };
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        _keeper.Dispose();
        _ledger.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Response_that_ends_before_its_provider_hears_of_the_end_costs_what_it_used()
    {
        await _session.StartAsync();
        await _session.AskAsync();
        _session.First.LastWord =
            """{"type":"response.done","response":{"id":"resp_1","status":"completed","output":[],"usage":{"total_tokens":120,"input_tokens":100,"output_tokens":20}}}""";

        await _session.Session.EndAsync(Closed);
        await _session.Session.Ended;

        var row = _sink.Rows.Single(row => row.Kind == LedgerKind.Response);
        row.RequestId.ShouldBe("rts_test:resp_1");
        row.Estimated.ShouldBeFalse();
        (row.PromptTokens, row.CompletionTokens).ShouldBe((100, 20));
        _session.Client.Sent.ShouldNotContain(message => message.Contains("response.done"));
    }

    [Fact]
    public async Task Response_that_begins_before_its_provider_hears_of_the_end_is_booked_by_estimate()
    {
        await _session.StartAsync();
        _session.First.LastWord = """{"type":"response.created","response":{"id":"resp_9","status":"in_progress","conversation_id":"conv"}}""";

        await _session.Session.EndAsync(Closed);
        await _session.Session.Ended;

        var row = _sink.Rows.Single(row => row.Kind == LedgerKind.Response);
        row.RequestId.ShouldBe("rts_test:resp_9");
        row.Estimated.ShouldBeTrue();
        _session.Client.Sent.ShouldNotContain(message => message.Contains("resp_9"));
    }

    private sealed class RecordingSink : IUsageSink
    {
        private readonly Lock _gate = new();
        private readonly List<LedgerRow> _rows = [];

        public IReadOnlyList<LedgerRow> Rows
        {
            get
            {
                lock (_gate)
                {
                    return [.. _rows];
                }
            }
        }

        public void Take(UsageRecord record)
        {
            lock (_gate)
            {
                _rows.Add(record.Row);
            }
        }
    }
}

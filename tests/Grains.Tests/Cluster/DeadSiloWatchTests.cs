using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Orleans.Configuration;
using Realtime.Grains.Cluster;

namespace Realtime.Grains.Tests.Cluster;

/// <summary>A silo whose connection to this one closes.</summary>
public sealed class DeadSiloWatchTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IClusterMembershipService _membership = Substitute.For<IClusterMembershipService>();
    private readonly IMembershipTable _table = Substitute.For<IMembershipTable>();
    private readonly List<MembershipEntry> _rows = [];
    private readonly SiloAddress _here = SiloAddress.New(IPAddress.Loopback, 1, 1);
    private readonly SiloAddress _third = SiloAddress.New(IPAddress.Loopback, 2, 1);
    private readonly SiloAddress _suspect;
    private readonly DeadSiloWatch _watch;
    private int _version = 1;

    public DeadSiloWatchTests()
    {
        _listener.Start();
        _suspect = SiloAddress.New((IPEndPoint)_listener.LocalEndpoint, 1);
        foreach (var member in new[] { _here, _third, _suspect })
        {
            _rows.Add(new MembershipEntry { SiloAddress = member, Status = SiloStatus.Active });
        }

        _membership.CurrentSnapshot.Returns(_ => new ClusterMembershipSnapshot(
            _rows.ToImmutableDictionary(row => row.SiloAddress, row => new ClusterMember(row.SiloAddress, SiloStatus.Active, "")), new MembershipVersion(1)));
        _table.ReadAllAsync(Arg.Any<CancellationToken>()).Returns(_ => new MembershipTableData(
            [.. _rows.Select(row => Tuple.Create(Copy(row), Text(_version)))], new TableVersion(_version, Text(_version))));
        _table.UpdateRowAsync(Arg.Any<MembershipEntry>(), Arg.Any<string>(), Arg.Any<TableVersion>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            if (call.ArgAt<string>(1) != Text(_version))
            {
                return false;
            }

            var entry = call.ArgAt<MembershipEntry>(0);
            _rows[_rows.FindIndex(row => row.SiloAddress.Equals(entry.SiloAddress))] = entry;
            _version++;
            return true;
        });
        var silo = Substitute.For<ILocalSiloDetails>();
        silo.SiloAddress.Returns(_here);
        _watch = new DeadSiloWatch(
            _membership,
            _table,
            silo,
            Options.Create(new ClusterMembershipOptions { NumVotesForDeathDeclaration = 2 }),
            new SiloPortCheck(TimeProvider.System),
            TimeProvider.System,
            NullLogger<DeadSiloWatch>.Instance);
    }

    private MembershipEntry Suspect => _rows.Single(row => row.SiloAddress.Equals(_suspect));

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task First_of_three_silos_that_finds_it_refused_votes_and_waits_for_another()
    {
        _listener.Stop();

        await _watch.ConnectionClosedAsync(_suspect.Endpoint);

        Suspect.SuspectTimes.ShouldHaveSingleItem().Item1.ShouldBe(_here);
        await _membership.DidNotReceive().TryKill(Arg.Any<SiloAddress>());
    }

    [Fact]
    public async Task Second_puts_it_out_of_the_cluster()
    {
        _listener.Stop();
        Suspect.AddSuspector(_third, TimeProvider.System.GetUtcNow().UtcDateTime);

        // As a socket of both families tells it.
        await _watch.ConnectionClosedAsync(new IPEndPoint(IPAddress.Loopback.MapToIPv6(), _suspect.Endpoint.Port));

        await _membership.Received(1).TryKill(_suspect);
    }

    [Fact]
    public async Task Vote_that_is_old_does_not_count()
    {
        _listener.Stop();
        Suspect.AddSuspector(_third, TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1));

        await _watch.ConnectionClosedAsync(_suspect.Endpoint);

        await _membership.DidNotReceive().TryKill(Arg.Any<SiloAddress>());
    }

    [Fact]
    public async Task One_of_two_silos_decides_alone()
    {
        _listener.Stop();
        _rows.RemoveAll(row => row.SiloAddress.Equals(_third));

        await _watch.ConnectionClosedAsync(_suspect.Endpoint);

        await _membership.Received(1).TryKill(_suspect);
    }

    [Fact]
    public async Task Vote_that_meets_another_one_is_counted_anew()
    {
        _listener.Stop();
        var reads = 0;
        _table.When(table => table.ReadAllAsync(Arg.Any<CancellationToken>())).Do(_ =>
        {
            if (++reads == 2)
            {
                Suspect.AddSuspector(_third, TimeProvider.System.GetUtcNow().UtcDateTime);
            }
        });
        _table.UpdateRowAsync(Arg.Any<MembershipEntry>(), Arg.Any<string>(), Arg.Any<TableVersion>(), Arg.Any<CancellationToken>()).Returns(false);

        await _watch.ConnectionClosedAsync(_suspect.Endpoint);

        await _membership.Received(1).TryKill(_suspect);
    }

    [Fact]
    public async Task Silo_that_takes_another_connection_stays()
    {
        await _watch.ConnectionClosedAsync(_suspect.Endpoint);

        Suspect.SuspectTimes.ShouldBeNull();
        await _table.DidNotReceive().ReadAllAsync(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Silo_that_is_being_stopped_leaves_by_itself()
    {
        _listener.Stop();
        Suspect.Status = SiloStatus.ShuttingDown;

        await _watch.ConnectionClosedAsync(_suspect.Endpoint);

        Suspect.SuspectTimes.ShouldBeNull();
    }

    [Fact]
    public async Task Table_that_is_away_leaves_it_to_the_probes()
    {
        _listener.Stop();
        _table.ReadAllAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException<MembershipTableData>(new TimeoutException()));

        await _watch.ConnectionClosedAsync(_suspect.Endpoint);

        await _membership.DidNotReceive().TryKill(Arg.Any<SiloAddress>());
    }

    [Fact]
    public async Task Address_of_no_silo_is_nothing_to_it()
    {
        _listener.Stop();

        await _watch.ConnectionClosedAsync(new IPEndPoint(IPAddress.Loopback, 3));
        await _watch.ConnectionClosedAsync(_here.Endpoint);

        await _table.DidNotReceive().ReadAllAsync(Arg.Any<CancellationToken>());
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static MembershipEntry Copy(MembershipEntry row) => new()
    {
        SiloAddress = row.SiloAddress, Status = row.Status, SuspectTimes = row.SuspectTimes is { } votes ? [.. votes] : null,
    };
}

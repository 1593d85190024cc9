using Microsoft.Extensions.Time.Testing;
using Realtime.Grains.Sessions.Takeover;
using Realtime.Protocol.Conversations;

namespace Realtime.Grains.Tests.Sessions.Takeover;

public sealed class SnapshotWriterTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly SnapshotWriter _writer;
    private readonly List<int> _written = [];
    private readonly List<(long Client, long Server)> _saved = [];
    private SnapshotMoment _now = new(null, null, 0, 0, IsTurnEnd: false, Version: 0);
    private bool _isAway;
    private int _given;

    public SnapshotWriterTests() => _writer = new SnapshotWriter(
        withConversation => _now with { Conversation = withConversation ? new ConversationSnapshot() : null },
        moment =>
        {
            lock (_written)
            {
                _written.Add(moment.Version);
                return Task.FromResult(!_isAway);
            }
        },
        (client, server, moment) =>
        {
            lock (_written)
            {
                _saved.Add((client, server));
                _given += moment is null ? 0 : 1;
                return Task.FromResult(true);
            }
        },
        _time);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    [Fact]
    public async Task Snapshot_is_written_again_when_something_else_than_the_conversation_has_changed()
    {
        Change(new SnapshotMoment(null, null, 3, 5, IsTurnEnd: true, Version: 1));
        await WrittenAsync(1);

        _writer.Force();

        await WrittenAsync(1, 1);
    }

    [Fact]
    public async Task Changes_of_a_turn_make_one_snapshot_and_the_gateway_is_told_at_the_turns_end_alone()
    {
        Change(new SnapshotMoment(null, null, 3, 5, IsTurnEnd: false, Version: 1));
        Change(new SnapshotMoment(null, null, 4, 6, IsTurnEnd: false, Version: 2));
        await WrittenAsync(2);
        _saved.ShouldBeEmpty();

        Change(new SnapshotMoment(null, null, 7, 9, IsTurnEnd: true, Version: 3));
        await WrittenAsync(2, 3);

        await UntilAsync(() => _saved.Contains((7, 9)));
    }

    [Fact]
    public async Task Audio_between_turns_is_let_go_one_look_late_and_nothing_is_written()
    {
        Change(new SnapshotMoment(null, null, 7, 9, IsTurnEnd: true, Version: 1));
        await WrittenAsync(1);
        await UntilAsync(() => _saved.Contains((7, 9)));
        _now = _now with { ClientFrames = 50 };

        await UntilAsync(() => _saved.Contains((50, 9)));

        _written.ShouldBe([1]);
        _saved.ShouldBe([(7, 9), (50, 9)]);
        _time.Advance(TimeSpan.FromSeconds(60));
        _saved.Count.ShouldBe(2, "a silent session costs no call");
        _given.ShouldBe(1);
    }

    [Fact]
    public async Task Storage_that_is_away_is_asked_again_and_the_gateway_has_its_snapshot()
    {
        _isAway = true;
        Change(new SnapshotMoment(null, null, 1, 1, IsTurnEnd: true, Version: 1));

        await UntilAsync(() => _written.Count >= 3);

        _given.ShouldBe(1);
        _saved.ShouldContain((1, 1));
    }

    private void Change(SnapshotMoment moment)
    {
        _now = moment;
        _writer.Step(moment.Version, () => moment.IsTurnEnd);
    }

    private Task WrittenAsync(params int[] versions) => UntilAsync(() => _written.SequenceEqual(versions));

    private async Task UntilAsync(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            lock (_written)
            {
                if (condition())
                {
                    return;
                }
            }

            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Deadline);
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}

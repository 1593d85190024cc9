using Microsoft.Extensions.Time.Testing;
using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Tests.Frames;

public sealed class BatchReceiverTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingWriter _writer = new();
    private readonly BatchReceiver _receiver;

    public BatchReceiverTests() => _receiver = new BatchReceiver(_writer, _time);

    [Fact]
    public async Task Batches_in_order_are_written_in_order()
    {
        (await _receiver.AcceptAsync(Batches.Of(0, "a", "b"))).ShouldBe(BatchReceipt.Accepted);
        (await _receiver.AcceptAsync(Batches.Of(2, "c"))).ShouldBe(BatchReceipt.Accepted);

        _writer.Frames.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Batch_that_is_repeated_is_written_once()
    {
        await _receiver.AcceptAsync(Batches.Of(0, "a", "b"));

        (await _receiver.AcceptAsync(Batches.Of(0, "a", "b"))).ShouldBe(BatchReceipt.Accepted);

        _writer.Frames.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Batch_that_overlaps_gives_only_what_is_new()
    {
        await _receiver.AcceptAsync(Batches.Of(0, "a", "b"));

        await _receiver.AcceptAsync(Batches.Of(1, "b", "c", "d"));

        _writer.Frames.ShouldBe(["a", "b", "c", "d"]);
    }

    [Fact]
    public async Task Batch_after_a_gap_is_refused_and_written_not_at_all()
    {
        await _receiver.AcceptAsync(Batches.Of(0, "a"));

        (await _receiver.AcceptAsync(Batches.Of(2, "c"))).ShouldBe(BatchReceipt.Gap);

        _writer.Frames.ShouldBe(["a"]);
    }

    [Fact]
    public async Task Reader_that_does_not_read_is_behind_and_has_the_frames_all_the_same()
    {
        _writer.Blocked = new TaskCompletionSource<bool>();
        var receipt = _receiver.AcceptAsync(Batches.Of(0, "a")).AsTask();
        receipt.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(1));

        (await receipt).ShouldBe(BatchReceipt.Behind);
        _writer.Frames.ShouldBe(["a"]);
        _writer.Blocked.SetResult(true);
        (await _receiver.AcceptAsync(Batches.Of(1))).ShouldBe(BatchReceipt.Accepted);
    }

    [Fact]
    public async Task Target_that_is_over_is_gone()
    {
        _writer.IsOpen = false;

        (await _receiver.AcceptAsync(Batches.Of(0, "a"))).ShouldBe(BatchReceipt.Gone);
    }

    [Fact]
    public async Task Kind_and_pieces_of_frames_are_kept()
    {
        var batch = new FrameBatch(
            0,
            "xyz"u8.ToArray(),
            [1, 1, 1],
            [FrameBatch.Flags(FrameKind.Binary, true), FrameBatch.Flags(FrameKind.Text, false), FrameBatch.Flags(FrameKind.Text, true)]);

        await _receiver.AcceptAsync(batch);

        _writer.Frames.ShouldBe(["binary:x", "y…", "z"]);
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Tests.Frames;

public sealed class BatchSenderTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<(FrameBatch Batch, TaskCompletionSource<BatchReceipt> Receipt)> _calls = new();
    private readonly SemaphoreSlim _called = new(0);
    private readonly TaskCompletionSource<BatchSenderFailure> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _called.Dispose();

    [Fact]
    public async Task One_call_is_under_way_at_a_time_and_the_next_batch_gathers_meanwhile()
    {
        var sender = Sender();
        sender.Add("a");
        (await sender.FlushAsync(Cancel)).ShouldBeTrue();
        var (first, firstReceipt) = await NextCallAsync();
        sender.Add("b", "c");
        await sender.FlushAsync(Cancel);
        _calls.ShouldBeEmpty();

        firstReceipt.SetResult(BatchReceipt.Accepted);
        var (second, _) = await NextCallAsync();

        Batches.Frames(first).ShouldBe(["a"]);
        first.FirstSequence.ShouldBe(0);
        Batches.Frames(second).ShouldBe(["b", "c"]);
        second.FirstSequence.ShouldBe(1);
    }

    [Fact]
    public async Task Call_that_times_out_is_repeated_with_the_same_sequence_number()
    {
        var sender = Sender();
        sender.Add("a", "b");
        await sender.FlushAsync(Cancel);
        await NextCallAsync();

        var (repeated, _) = await NextCallAsync(advance: TimeSpan.FromMilliseconds(300));

        repeated.FirstSequence.ShouldBe(0);
        Batches.Frames(repeated).ShouldBe(["a", "b"]);
    }

    public static TheoryData<Exception> Failures =>
    [
        new Orleans.Runtime.OrleansException("lost"),
        new OperationCanceledException("the silo that made the call stops"),

        // What Orleans answers for a client that a silo has dropped.
        new InvalidOperationException("Unable to find an IGrainContextActivatorProvider for grain type sys.client"),
        new FormatException("whatever else"),
    ];

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Call_that_fails_is_repeated(Exception failure)
    {
        var sender = Sender();
        sender.Add("a");
        await sender.FlushAsync(Cancel);
        var (_, receipt) = await NextCallAsync();

        receipt.SetException(failure);
        var (repeated, _) = await NextCallAsync(advance: TimeSpan.FromMilliseconds(60));

        Batches.Frames(repeated).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Receiver_that_answers_nothing_for_ten_seconds_is_unreachable()
    {
        var sender = Sender();
        sender.Add("a");
        await sender.FlushAsync(Cancel);

        while (!_failure.Task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        (await _failure.Task).ShouldBe(BatchSenderFailure.Unreachable);
        (await sender.FlushAsync(Cancel)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(BatchReceipt.Gone, BatchSenderFailure.Gone)]
    [InlineData(BatchReceipt.Gap, BatchSenderFailure.FramesMissing)]
    public async Task Receiver_that_has_lost_the_session_ends_the_sender_at_once(BatchReceipt receipt, BatchSenderFailure failure)
    {
        var sender = Sender();
        sender.Add("a");
        await sender.FlushAsync(Cancel);

        (await NextCallAsync()).Receipt.SetResult(receipt);

        (await _failure.Task.WaitAsync(Deadline, TimeProvider.System, Cancel)).ShouldBe(failure);
    }

    [Fact]
    public async Task Receiver_that_is_behind_is_asked_again_without_frames_and_without_end()
    {
        var sender = Sender();
        sender.Add("a");
        await sender.FlushAsync(Cancel);
        (await NextCallAsync()).Receipt.SetResult(BatchReceipt.Behind);

        for (var round = 0; round < 50; round++)
        {
            var (batch, receipt) = await NextCallAsync();
            batch.FirstSequence.ShouldBe(1);
            batch.Count.ShouldBe(0);
            _time.Advance(TimeSpan.FromMilliseconds(500));
            receipt.TrySetResult(BatchReceipt.Behind);
        }

        _failure.Task.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Full_batch_makes_the_writer_wait_until_there_is_room()
    {
        var sender = Sender();
        sender.Add("first");
        await sender.FlushAsync(Cancel);
        var (_, receipt) = await NextCallAsync();
        sender.Add([.. Enumerable.Repeat("x", 64)]);

        var flush = sender.FlushAsync(Cancel).AsTask();
        flush.IsCompleted.ShouldBeFalse();
        receipt.SetResult(BatchReceipt.Accepted);

        (await flush.WaitAsync(Deadline, TimeProvider.System, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task End_lets_a_waiting_writer_go_with_false()
    {
        var sender = Sender();
        sender.Add("first");
        await sender.FlushAsync(Cancel);
        await NextCallAsync();
        sender.Add([.. Enumerable.Repeat("x", 64)]);
        var flush = sender.FlushAsync(Cancel).AsTask();

        sender.End();

        (await flush.WaitAsync(Deadline, TimeProvider.System, Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task Drain_waits_until_everything_was_taken()
    {
        var sender = Sender();
        sender.Add("a");

        var drain = sender.DrainAsync(TimeSpan.FromSeconds(5));
        var (_, receipt) = await NextCallAsync();
        drain.IsCompleted.ShouldBeFalse();
        receipt.SetResult(BatchReceipt.Accepted);

        (await drain.WaitAsync(Deadline, TimeProvider.System, Cancel)).ShouldBeTrue();
    }

    private BatchSender Sender() => new(
        batch =>
        {
            var receipt = new TaskCompletionSource<BatchReceipt>(TaskCreationOptions.RunContinuationsAsynchronously);
            _calls.Enqueue((batch, receipt));
            _called.Release();
            return receipt.Task;
        },
        failure => _failure.TrySetResult(failure),
        new BatchSenderOptions(),
        _time);

    private async Task<(FrameBatch Batch, TaskCompletionSource<BatchReceipt> Receipt)> NextCallAsync(TimeSpan? advance = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await _called.WaitAsync(TimeSpan.FromMilliseconds(5), Cancel))
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Deadline);
            _time.Advance(advance ?? TimeSpan.Zero);
        }

        _calls.TryDequeue(out var call).ShouldBeTrue();
        return call;
    }
}

using NSubstitute;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions;

namespace Realtime.Grains.Tests.Sessions;

public sealed class GrainBoundClientTests
{
    [Fact]
    public async Task Every_call_is_made_in_a_turn_of_the_grain()
    {
        var grain = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var schedulers = new List<TaskScheduler>();
        var gateway = Substitute.For<ISessionClient>();
        gateway.Deliver(Arg.Any<FrameBatch>()).Returns(_ => Note(BatchReceipt.Accepted));
        gateway.Saved(1, 2, null).Returns(_ => Note(true));
        gateway.End(Arg.Any<SessionEnd>()).Returns(_ => Note(true));
        var client = new GrainBoundClient(gateway, grain);

        (await client.Deliver(new FrameBatch(0, [], [], []))).ShouldBe(BatchReceipt.Accepted);
        (await client.Saved(1, 2, null)).ShouldBeTrue();
        await client.End(new SessionEnd(SessionEndCause.Moved, 1012, ""));

        schedulers.ShouldBe([grain, grain, grain]);

        Task<T> Note<T>(T answer)
        {
            schedulers.Add(TaskScheduler.Current);
            return Task.FromResult(answer);
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Grains.Interfaces.Calls;

namespace Realtime.Grains.Tests.Calls;

public sealed class RoundsTests
{
    [Fact]
    public async Task Round_that_fails_is_no_failure_of_its_loop()
    {
        var rounds = 0;
        for (var round = 0; round < 2; round++)
        {
            await Rounds.TryAsync(() => ++rounds == 1 ? throw new InvalidOperationException("one") : Task.CompletedTask, NullLogger.Instance, CancellationToken.None);
        }

        rounds.ShouldBe(2);
    }

    [Fact]
    public async Task Call_that_was_cancelled_is_no_sign_that_the_process_stops()
    {
        using var stopping = new CancellationTokenSource();
        await Rounds.TryAsync(() => throw new OperationCanceledException(), NullLogger.Instance, stopping.Token);

        await stopping.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            () => Rounds.TryAsync(() => throw new OperationCanceledException(), NullLogger.Instance, stopping.Token));
    }
}

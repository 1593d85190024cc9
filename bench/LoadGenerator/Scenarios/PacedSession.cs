using System.Net.Sockets;
using Realtime.Bench.LoadGenerator.Connections;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>Sends by the clock, whatever comes back.</summary>
internal sealed class PacedSession(RealtimeConnection connection, EchoTally tally, int frameBytes, Func<long, long> dueAt)
    : EchoSession(connection, tally, frameBytes)
{
    private int _sending;

    /// <summary>
    /// Sends all that is due. Frames that could not go because the socket was full go with the next call, stamped with the
    /// time that they were meant for: a target that stalls cannot slow the schedule down and so hide its stall.
    /// </summary>
    public void SendDue(long due)
    {
        if (Interlocked.Exchange(ref _sending, 1) == 1)
        {
            return;
        }

        while (dueAt(Sent) is var intended && intended <= due)
        {
            var sending = SendNextAsync(intended);
            if (!sending.IsCompletedSuccessfully)
            {
                _ = FinishAsync(sending);
                return;
            }
        }

        Volatile.Write(ref _sending, 0);
    }

    public override ValueTask OnReadAsync() => ValueTask.CompletedTask;

    private async Task FinishAsync(ValueTask<int> sending)
    {
        try
        {
            await sending;
            Volatile.Write(ref _sending, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The session is lost and stays "sending"; its reader tells why, and what was not echoed counts as lost.
        }
    }
}

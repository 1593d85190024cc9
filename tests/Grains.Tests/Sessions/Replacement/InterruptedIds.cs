using Realtime.Protocol.Events;

namespace Realtime.Grains.Tests.Sessions.Replacement;

/// <summary>
/// Makes ids, and lets the client send whenever one is made by somebody else, until it has sent or waits for a lock: whoever makes an id under a
/// lock finds the client in its way there.
/// </summary>
internal sealed class InterruptedIds(IEventIdSource ids) : IEventIdSource
{
    private const int Most = 20;
    private const string ClientThread = "client";
    private int _interruptions;

    /// <summary>Gets or sets what the client does; null: nothing.</summary>
    public Action? Client { get; set; }

    /// <inheritdoc/>
    public string Next()
    {
        if (Client is { } client && Thread.CurrentThread.Name != ClientThread && Interlocked.Increment(ref _interruptions) <= Most)
        {
            var thread = new Thread(() => client()) { Name = ClientThread, IsBackground = true };
            thread.Start();
            while (thread.IsAlive && !thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
            {
                Thread.Yield();
            }
        }

        return ids.Next();
    }
}

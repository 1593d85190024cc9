using System.Text;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Tests.Sessions;

/// <summary>A client's link that keeps what it was sent, and lets a test wait for it.</summary>
internal sealed class FakeClient : IClientLink
{
    private readonly Lock _gate = new();
    private readonly List<string> _sent = [];
    private readonly List<string> _flushed = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SessionEnd? End { get; private set; }

    /// <summary>Gets what was flushed.</summary>
    public IReadOnlyList<string> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _flushed];
            }
        }
    }

    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
        var text = Encoding.UTF8.GetString(payload);
        lock (_gate)
        {
            _sent.Add(text);
        }
    }

    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _flushed.AddRange(_sent);
            _sent.Clear();
        }

        Signal();
        return new(true);
    }

    public async Task EndAsync(SessionEnd end)
    {
        End = end;
        await FlushAsync(default);
    }

    /// <summary>Waits until what was flushed contains such a message, and returns it.</summary>
    public async Task<string> GetAsync(Func<string, bool> match)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_flushed.Find(message => match(message)) is { } found)
                {
                    return found;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(deadline.Token);
        }
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }
}

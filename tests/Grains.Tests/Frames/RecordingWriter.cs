using System.Text;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Tests.Frames;

/// <summary>Keeps what is written; a flush waits while <see cref="Blocked"/> is set.</summary>
internal sealed class RecordingWriter : IClientLink, ISessionLink
{
    private readonly Lock _gate = new();
    private readonly List<string> _frames = [];

    public TaskCompletionSource<bool>? Blocked { get; set; }

    public bool IsOpen { get; set; } = true;

    public SessionEnd? End { get; private set; }

    public IReadOnlyList<string> Frames
    {
        get
        {
            lock (_gate)
            {
                return [.. _frames];
            }
        }
    }

    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
        var text = Encoding.UTF8.GetString(payload);
        lock (_gate)
        {
            _frames.Add((kind == FrameKind.Binary ? "binary:" : "") + text + (endOfMessage ? "" : "…"));
        }
    }

    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) =>
        Blocked is { } blocked ? new ValueTask<bool>(blocked.Task.WaitAsync(cancellationToken)) : new ValueTask<bool>(IsOpen);

    public Task EndAsync(SessionEnd end)
    {
        End = end;
        return Task.CompletedTask;
    }
}

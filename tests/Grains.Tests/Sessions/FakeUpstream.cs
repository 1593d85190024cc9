using System.Text;
using System.Threading.Channels;
using Realtime.Providers;

namespace Realtime.Grains.Tests.Sessions;

/// <summary>A provider's connection whose both ends are the test's.</summary>
internal sealed class FakeUpstream : IUpstreamConnection
{
    private readonly Channel<UpstreamRead> _reads = Channel.CreateUnbounded<UpstreamRead>();
    private readonly Lock _gate = new();
    private readonly List<string> _sent = [];

    public (int Code, string Reason)? Closed { get; private set; }

    public bool WasCancelled { get; private set; }

    public IReadOnlyList<string> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>Gets or sets what the provider does with each message that it is sent.</summary>
    public Action<FakeUpstream, string>? Answers { get; set; }

    /// <summary>Gets or sets what the provider had said before it heard of the close.</summary>
    public string? LastWord { get; set; }

    public bool IsDisposed { get; private set; }

    public void Say(string text, bool endOfMessage = true) =>
        _reads.Writer.TryWrite(new UpstreamRead(Encoding.UTF8.GetBytes(text), false, endOfMessage, null));

    public void EndAs(UpstreamEndKind kind, int code = 1006, string reason = "") =>
        _reads.Writer.TryWrite(new UpstreamRead(default, false, true, new UpstreamEnd(kind, code, reason)));

    public async ValueTask<UpstreamRead> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reads.Reader.ReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            WasCancelled = true;
            throw;
        }
    }

    public bool TryRead(out UpstreamRead read) => _reads.Reader.TryRead(out read);

    public void Enqueue(ReadOnlySpan<byte> payload, bool binary, bool endOfMessage = true)
    {
        var text = Encoding.UTF8.GetString(payload);
        lock (_gate)
        {
            _sent.Add(text);
        }

        Answers?.Invoke(this, text);
    }

    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => new(true);

    public ValueTask CloseAsync(int code, string reason, CancellationToken cancellationToken)
    {
        Closed ??= (code, reason);
        EndAs(UpstreamEndKind.Local, code, reason);
        return ValueTask.CompletedTask;
    }

    public ValueTask CloseReadingOnAsync(int code, string reason, CancellationToken cancellationToken)
    {
        if (LastWord is { } word)
        {
            Say(word);
        }

        return CloseAsync(code, reason, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        EndAs(UpstreamEndKind.Local);
        return ValueTask.CompletedTask;
    }
}

namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>Where the two ends of a session in one process meet.</summary>
public sealed class LocalSession : IDisposable
{
    private readonly Action _forget;
    private readonly TaskCompletionSource<IClientLink> _client = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LocalSession(Action forget) => _forget = forget;

    /// <summary>Gets or sets the session's end; set by the grain before it answers that the session is open.</summary>
    public ISessionLink? Session { get; set; }

    /// <summary>Gets the client's end, as soon as the client's upgrade was accepted.</summary>
    public Task<IClientLink> Client => _client.Task;

    /// <summary>Gives the session its client.</summary>
    /// <param name="client">The client's socket.</param>
    public void Attach(IClientLink client) => _client.TrySetResult(client);

    /// <inheritdoc/>
    public void Dispose()
    {
        _forget();
        _client.TrySetCanceled();
    }
}

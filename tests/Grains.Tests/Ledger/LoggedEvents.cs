using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Ledger;

namespace Realtime.Grains.Tests.Ledger;

/// <summary>Knows which events the ledger's writer has logged.</summary>
internal sealed class LoggedEvents : ILogger<LedgerWriter>
{
    private readonly ConcurrentQueue<int> _ids = new();

    public bool Has(int id) => _ids.Contains(id);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _ids.Enqueue(eventId.Id);
}

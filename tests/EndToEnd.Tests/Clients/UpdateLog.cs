namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>A client's updates in their order, and waiting for those that have not come yet.</summary>
/// <typeparam name="T">The client's type of an update.</typeparam>
internal sealed class UpdateLog<T>
    where T : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<T> _updates = [];
    private TaskCompletionSource _changed = NewSignal();
    private Exception? _failure;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _updates.Count;
            }
        }
    }

    /// <summary>Reads until the updates end, which is a failure for whoever still waits for one.</summary>
    public async Task ReadAsync(IAsyncEnumerable<T> updates)
    {
        try
        {
            await foreach (var update in updates)
            {
                Change(() => _updates.Add(update));
            }

            throw new InvalidOperationException("The connection ended.");
        }
        catch (Exception exception)
        {
            // Whatever it was: those who wait report it.
            Change(() => _failure = exception);
        }
    }

    public IReadOnlyList<TUpdate> Since<TUpdate>(int mark)
    {
        lock (_gate)
        {
            return [.. _updates.Skip(mark).OfType<TUpdate>()];
        }
    }

    /// <summary>The first update of a type from a mark on, which may be yet to come.</summary>
    public async Task<TUpdate> NextAsync<TUpdate>(int mark, Func<TUpdate, bool>? where = null)
        where TUpdate : class, T
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_updates.Skip(mark).OfType<TUpdate>().FirstOrDefault(update => where?.Invoke(update) ?? true) is { } found)
                {
                    return found;
                }

                changed = _failure is null ? _changed.Task : throw new InvalidOperationException(Told(typeof(TUpdate), mark), _failure);
            }

            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(Told(typeof(TUpdate), mark));
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Told(Type wanted, int mark) =>
        $"No {wanted.Name} came, but: {string.Join(", ", Since<T>(mark).Select(update => update.GetType().Name))}";

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _changed.SetResult();
            _changed = NewSignal();
        }
    }
}

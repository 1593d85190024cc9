namespace Realtime.Simulator.Faults;

/// <summary>Faults that wait for connections to come. They are used up in the order in which they were added.</summary>
public sealed class FaultBoard
{
    private readonly Lock _gate = new();
    private readonly List<PendingFault> _pending = [];

    /// <summary>Gets how many connections will still meet a fault.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
            {
                return _pending.Sum(fault => fault.Left);
            }
        }
    }

    /// <summary>Lets the next connections meet a fault.</summary>
    /// <param name="plan">The fault.</param>
    /// <param name="count">How many connections, at least 1.</param>
    /// <param name="provider">Only connections to this provider (<c>openai</c>, <c>azure</c>, <c>azure-preview</c>, <c>xai</c>); null for any.</param>
    /// <param name="model">Only connections for this model or deployment; null for any.</param>
    public void Add(FaultPlan plan, int count = 1, string? provider = null, string? model = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        lock (_gate)
        {
            _pending.Add(new(plan, provider, model) { Left = count });
        }
    }

    /// <summary>Takes all waiting faults away.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _pending.Clear();
        }
    }

    /// <summary>Uses up the fault of one new connection.</summary>
    internal FaultPlan Take(string provider, string? model)
    {
        lock (_gate)
        {
            var fault = _pending.Find(waiting => waiting.Fits(provider, model));
            if (fault is null)
            {
                return FaultPlan.None;
            }

            if (--fault.Left == 0)
            {
                _pending.Remove(fault);
            }

            return fault.Plan;
        }
    }

    private sealed record PendingFault(FaultPlan Plan, string? Provider, string? Model)
    {
        public int Left { get; set; }

        public bool Fits(string provider, string? model) => (Provider ?? provider) == provider && (Model ?? model) == model;
    }
}

using Realtime.Simulator.Faults;

namespace Realtime.Simulator.Inspection;

/// <summary>What is known of one connection, open or over. Members may be read at any time, also while the connection runs.</summary>
public sealed class SimulatedConnection
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedEvent> _received = [];
    private readonly Dictionary<string, int> _sent = new(StringComparer.Ordinal);
    private readonly List<ServedResponse> _served = [];
    private ServedUsage _usage;

    internal SimulatedConnection(int number, string provider, string path, string query, IReadOnlyDictionary<string, string> headers)
    {
        Number = number;
        Provider = provider;
        Path = path;
        Query = query;
        Headers = headers;
    }

    /// <summary>Gets the number of the connection, counted from 1.</summary>
    public int Number { get; }

    /// <summary>Gets the provider: <c>openai</c>, <c>azure</c>, <c>azure-preview</c>, <c>xai</c> or <c>bedrock</c>.</summary>
    public string Provider { get; }

    /// <summary>Gets the request's path.</summary>
    public string Path { get; }

    /// <summary>Gets the request's query with credentials taken out, beginning with <c>?</c>, or empty.</summary>
    public string Query { get; }

    /// <summary>Gets the request's headers; of a credential only its SHA-256 (first 12 hex digits) and its last four characters are kept.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Gets the model or deployment that was asked for.</summary>
    public string? Model { get; internal set; }

    /// <summary>Gets the session's id, null before there is one.</summary>
    public string? SessionId { get; internal set; }

    /// <summary>Gets the HTTP status of the handshake, 101 when it was accepted.</summary>
    public int HandshakeStatus { get; internal set; }

    /// <summary>Gets a value indicating whether the connection is over.</summary>
    public bool IsOver { get; internal set; }

    /// <summary>Gets the close code that the client sent; null when it sent none.</summary>
    public int? CloseCodeReceived { get; internal set; }

    /// <summary>Gets the close reason that the client sent.</summary>
    public string? CloseReasonReceived { get; internal set; }

    /// <summary>Gets the close code that was sent to the client; null when none was.</summary>
    public int? CloseCodeSent { get; internal set; }

    /// <summary>Gets how many bytes of audio (decoded from base64) the client sent.</summary>
    public long AudioBytesReceived { get; private set; }

    /// <summary>Gets what went wrong on purpose.</summary>
    public FaultPlan Fault { get; internal set; } = FaultPlan.None;

    /// <summary>Gets the client's events in their order.</summary>
    public IReadOnlyList<ReceivedEvent> Received
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>Gets how many events of each type were sent.</summary>
    public IReadOnlyDictionary<string, int> Sent
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, int>(_sent, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Gets what the connection was charged.</summary>
    public ServedUsage Usage
    {
        get
        {
            lock (_gate)
            {
                return _usage;
            }
        }
    }

    /// <summary>Gets the responses that ended, with their ids where the provider's protocol has such.</summary>
    public IReadOnlyList<ServedResponse> Served
    {
        get
        {
            lock (_gate)
            {
                return [.. _served];
            }
        }
    }

    /// <summary>Gets or sets how a fault reaches the running connection.</summary>
    internal Action<FaultPlan>? FaultRunning { get; set; }

    /// <summary>Lets something go wrong on the open connection from now on; event counts start anew, so <c>reset-after=0</c> resets at once.</summary>
    /// <param name="plan">What; members about the handshake have no effect any more.</param>
    public void Apply(FaultPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Fault = plan;
        FaultRunning?.Invoke(plan);
    }

    internal void AddReceived(ReceivedEvent received)
    {
        lock (_gate)
        {
            _received.Add(received);
        }
    }

    internal void AddAudio(long bytes)
    {
        lock (_gate)
        {
            AudioBytesReceived += bytes;
        }
    }

    internal void AddSent(string type)
    {
        lock (_gate)
        {
            _sent[type] = _sent.GetValueOrDefault(type) + 1;
        }
    }

    internal void AddUsage(long input, long cached, long output)
    {
        lock (_gate)
        {
            _usage = _usage.Plus(input, cached, output);
        }
    }

    internal void AddServed(ServedResponse served)
    {
        lock (_gate)
        {
            _served.Add(served);
            _usage = _usage.Plus(served.InputTokens, served.CachedTokens, served.OutputTokens);
        }
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Realtime.Grains.Telemetry;

/// <summary>The meters and the activity source of sessions. Labels never hold a key, a user or a session.</summary>
public sealed class RealtimeMetrics : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Realtime";

    // 5 ms to 10 s: what a person on a call notices.
    private static readonly InstrumentAdvice<double> VoiceBuckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10],
    };

    private static readonly InstrumentAdvice<double> AddedBuckets = new()
    {
        HistogramBucketBoundaries = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5],
    };

    private readonly Meter _meter;

    /// <summary>Initializes a new instance of the <see cref="RealtimeMetrics"/> class.</summary>
    /// <param name="meterFactory">Makes the meter.</param>
    public RealtimeMetrics(IMeterFactory meterFactory)
    {
        _meter = meterFactory.Create(Name);
        OpenSessions = _meter.CreateUpDownCounter<long>("realtime.sessions.open", "{session}", "Sessions that run now.");
        WaitingSessions = _meter.CreateUpDownCounter<long>(
            "realtime.sessions.waiting", "{session}", "Sessions that lost their client and wait for it.");
        Resumes = _meter.CreateCounter<long>("realtime.resumes", "{resume}", "Clients that came back to their session, by outcome.");
        _meter.CreateObservableCounter("realtime.frames", ReadFrames, "{frame}", "WebSocket messages, by direction.");
        _meter.CreateObservableCounter("realtime.frame.bytes", ReadBytes, "By", "Bytes of WebSocket messages, by direction.");
        Closes = _meter.CreateCounter<long>("realtime.sessions.closed", "{session}", "Sessions that ended, by cause and close code.");
        Refusals = _meter.CreateCounter<long>("realtime.sessions.refused", "{session}", "Sessions that did not start, by error code.");
        Interruptions = _meter.CreateCounter<long>("realtime.interruptions", "{interruption}", "Responses that the user spoke into.");
        Rests = _meter.CreateCounter<long>("realtime.deployment.rests", "{rest}", "Deployments sent to rest after failures.");
        Fallbacks = _meter.CreateCounter<long>("realtime.fallbacks", "{session}", "Sessions that a fallback group took, by the group asked for.");
        Alerts = _meter.CreateCounter<long>("realtime.alerts", "{alert}", "Alerts, by type.");
        Tokens = _meter.CreateCounter<long>("gen_ai.client.token.usage", "{token}", "Tokens, by direction.");
        Cost = _meter.CreateCounter<double>("realtime.usage.cost", "{USD}", "What responses and transcriptions cost, in US dollars.");
        Unpriced = _meter.CreateCounter<long>("realtime.usage.unpriced", "{row}", "Responses and transcriptions without a known price.");
        SessionDuration = _meter.CreateHistogram<double>("realtime.session.duration", "s", "How long sessions lasted.");
        ConnectTime = _meter.CreateHistogram(
            "realtime.upstream.connect.duration", "s", "From the first attempt to the provider's first event.", advice: VoiceBuckets);
        TimeToFirstAudio = _meter.CreateHistogram(
            "realtime.time_to_first_audio", "s", "From response.create or the end of speech to the first audio.", advice: VoiceBuckets);
        ResponseDuration = _meter.CreateHistogram(
            "gen_ai.client.operation.duration", "s", "From response.created to response.done.", advice: VoiceBuckets);
        Replacements = _meter.CreateCounter<long>(
            "realtime.upstream.replacements", "{replacement}", "Upstreams replaced within a session, by cause and outcome.");
        ReplacementGap = _meter.CreateHistogram(
            "realtime.upstream.gap", "s", "How long a session was without an upstream, by cause.", advice: VoiceBuckets);
        TimeAdded = _meter.CreateHistogram(
            "realtime.time_added", "s", "From a provider's message to its write to the client, sampled.", advice: AddedBuckets);
    }

    /// <summary>Gets the source of spans.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Gets the sessions that run now.</summary>
    public UpDownCounter<long> OpenSessions { get; }

    /// <summary>Gets the sessions that lost their client and wait for it.</summary>
    public UpDownCounter<long> WaitingSessions { get; }

    /// <summary>Gets the clients that came back to their session, or wanted to.</summary>
    public Counter<long> Resumes { get; }

    /// <summary>Gets the messages from clients.</summary>
    public FrameCounter FromClients { get; } = new();

    /// <summary>Gets the messages to clients.</summary>
    public FrameCounter ToClients { get; } = new();

    /// <summary>Gets the messages of both directions so far.</summary>
    public long Frames => FromClients.Frames + ToClients.Frames;

    /// <summary>Gets the ended sessions.</summary>
    public Counter<long> Closes { get; }

    /// <summary>Gets the refused sessions.</summary>
    public Counter<long> Refusals { get; }

    /// <summary>Gets the responses that the user spoke into.</summary>
    public Counter<long> Interruptions { get; }

    /// <summary>Gets the times that a deployment was sent to rest.</summary>
    public Counter<long> Rests { get; }

    /// <summary>Gets the sessions that a fallback group took.</summary>
    public Counter<long> Fallbacks { get; }

    /// <summary>Gets the alerts.</summary>
    public Counter<long> Alerts { get; }

    /// <summary>Gets the tokens.</summary>
    public Counter<long> Tokens { get; }

    /// <summary>Gets the cost in US dollars.</summary>
    public Counter<double> Cost { get; }

    /// <summary>Gets the responses and transcriptions without a known price.</summary>
    public Counter<long> Unpriced { get; }

    /// <summary>Gets how long sessions lasted, in seconds.</summary>
    public Histogram<double> SessionDuration { get; }

    /// <summary>Gets how long connecting took, in seconds.</summary>
    public Histogram<double> ConnectTime { get; }

    /// <summary>Gets the time to first audio, in seconds.</summary>
    public Histogram<double> TimeToFirstAudio { get; }

    /// <summary>Gets how long responses took, in seconds.</summary>
    public Histogram<double> ResponseDuration { get; }

    /// <summary>Gets the upstreams that were replaced within sessions.</summary>
    public Counter<long> Replacements { get; }

    /// <summary>Gets how long sessions were without an upstream, in seconds.</summary>
    public Histogram<double> ReplacementGap { get; }

    /// <summary>Gets the time that this process added to a message, in seconds.</summary>
    public Histogram<double> TimeAdded { get; }

    /// <summary>Shows the places that this process holds at deployments.</summary>
    /// <param name="count">Counts them by the deployment's id.</param>
    public void ObserveLeases(Func<IEnumerable<KeyValuePair<string, int>>> count) => _meter.CreateObservableGauge(
        "realtime.deployment.leases",
        () => count().Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>("realtime.deployment.id", pair.Key))),
        "{session}",
        "Places that this process holds at deployments, those of connections opened ahead included.");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> ReadFrames() =>
    [
        new(FromClients.Frames, new KeyValuePair<string, object?>("direction", "up")),
        new(ToClients.Frames, new KeyValuePair<string, object?>("direction", "down")),
    ];

    private IEnumerable<Measurement<long>> ReadBytes() =>
    [
        new(FromClients.Bytes, new KeyValuePair<string, object?>("direction", "up")),
        new(ToClients.Bytes, new KeyValuePair<string, object?>("direction", "down")),
    ];
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Realtime.Configuration;

namespace Realtime.Guardrails.Running;

/// <summary>The figures and spans of guardrails. No label holds a text, a key or a session.</summary>
public sealed class GuardrailMetrics : IDisposable
{
    // The name under which all of the product's figures and spans are collected.
    private const string Name = "Realtime";

    private static readonly ActivitySource _activities = new(Name);

    // An engine in the process answers in microseconds, one behind a network in hundreds of milliseconds.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _verdicts;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _held;

    /// <summary>Initializes a new instance of the <see cref="GuardrailMetrics"/> class.</summary>
    /// <param name="meterFactory">Makes the meter.</param>
    public GuardrailMetrics(IMeterFactory meterFactory)
    {
        _meter = meterFactory.Create(Name);
        _verdicts = _meter.CreateCounter<long>("realtime.guardrail.verdicts", "{verdict}", "Verdicts of guardrails, by guardrail, mode and verdict.");
        _duration = _meter.CreateHistogram("realtime.guardrail.duration", "s", "How long a guardrail took for its verdict.", advice: Buckets);
        _held = _meter.CreateHistogram("realtime.guardrail.held", "s", "From a response's first text or audio to when the first of it was let go to the client.", advice: Buckets);
    }

    /// <summary>Records how long the beginning of a response was held.</summary>
    /// <param name="delay">How long.</param>
    public void Held(TimeSpan delay) => _held.Record(delay.TotalSeconds);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal static Activity? Start(Guardrail guardrail, GuardrailMode mode, ActivityContext parent)
    {
        var activity = _activities.StartActivity("guardrail", ActivityKind.Internal, parent);
        activity?.SetTag("realtime.guardrail.name", guardrail.Name);
        activity?.SetTag("realtime.guardrail.engine", guardrail.Entry.Engine);
        activity?.SetTag("realtime.guardrail.mode", GuardrailModes.Name(mode));
        return activity;
    }

    internal void Record(Guardrail guardrail, GuardrailMode mode, GuardrailAction action, TimeSpan duration, Activity? activity)
    {
        var tags = new TagList
        {
            { "realtime.guardrail.name", guardrail.Name },
            { "realtime.guardrail.mode", GuardrailModes.Name(mode) },
            { "realtime.guardrail.verdict", action.ToString().ToLowerInvariant() },
        };
        _verdicts.Add(1, tags);
        _duration.Record(duration.TotalSeconds, tags);
        activity?.SetTag("realtime.guardrail.verdict", action.ToString().ToLowerInvariant());
        if (action == GuardrailAction.Failed)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
        }
    }
}

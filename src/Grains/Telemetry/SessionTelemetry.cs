using System.Diagnostics;
using System.Text.Json;
using Realtime.Configuration;
using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Telemetry;

/// <summary>One session's span and figures. No span for a delta, no label that names a key, a user or a session.</summary>
internal sealed class SessionTelemetry
{
    private const int SampleEvery = 16;

    private readonly RealtimeMetrics _metrics;
    private readonly TimeProvider _time;
    private TagList _tags;
    private readonly Activity? _session;
    private readonly long _start;
    private readonly Lock _gate = new();
    private Activity? _response;
    private long _responseStart;
    private long _asked;
    private int _flushes;

    /// <summary>Initializes a new instance of the <see cref="SessionTelemetry"/> class and starts the session's span.</summary>
    /// <param name="metrics">The process's meters.</param>
    /// <param name="deployment">The deployment that serves the session.</param>
    /// <param name="session">The session's span, which this ends; null when nobody listens.</param>
    /// <param name="time">The clock.</param>
    public SessionTelemetry(RealtimeMetrics metrics, Deployment deployment, Activity? session, TimeProvider time)
    {
        _metrics = metrics;
        _time = time;
        _session = session;
        _start = time.GetTimestamp();
        _tags = Tags(deployment);
        _metrics.OpenSessions.Add(1, _tags);
    }

    /// <summary>Gets or sets the place at the present deployment, which learns how quick its answers are and what they use; null for none.</summary>
    public DeploymentLease? Lease { get; set; }

    /// <summary>Gets how long the session has lasted.</summary>
    public TimeSpan Duration => _time.GetElapsedTime(_start);

    /// <summary>Gets OpenTelemetry's name of a provider.</summary>
    /// <param name="provider">LiteLLM's name.</param>
    /// <returns>The value of <c>gen_ai.provider.name</c>.</returns>
    public static string ProviderName(string provider) => provider switch
    {
        "azure" or "azure_ai" => "azure.ai.openai",
        "xai" => "x_ai",
        "gemini" => "gcp.gemini",
        "vertex_ai" => "gcp.vertex_ai",
        "bedrock" => "aws.bedrock",
        _ => provider,
    };

    /// <summary>Counts a message from the client.</summary>
    /// <param name="bytes">Its length.</param>
    public void ClientFrame(int bytes) => _metrics.FromClients.Add(bytes);

    /// <summary>Counts a message to the client.</summary>
    /// <param name="bytes">Its length.</param>
    public void ServerFrame(int bytes) => _metrics.ToClients.Add(bytes);

    /// <summary>Notes a provider's message; the first audio after a question ends a wait.</summary>
    /// <param name="type">Its type.</param>
    public void UpstreamEvent(RealtimeEventType type)
    {
        if (type is not (RealtimeEventType.ResponseOutputAudioDelta or RealtimeEventType.ResponseAudioDelta))
        {
            return;
        }

        var asked = Interlocked.Exchange(ref _asked, 0);
        if (asked != 0)
        {
            var elapsed = _time.GetElapsedTime(asked);
            _metrics.TimeToFirstAudio.Record(elapsed.TotalSeconds, _tags);
            Lease?.FirstAudio(elapsed);
        }
    }

    /// <summary>Starts the measurement of the time added, for one in sixteen flushes.</summary>
    /// <returns>A timestamp; 0 when this one is not measured.</returns>
    public long StartSample() => ++_flushes % SampleEvery == 0 ? _time.GetTimestamp() : 0;

    /// <summary>Ends the measurement.</summary>
    /// <param name="sample">What <see cref="StartSample"/> gave.</param>
    public void EndSample(long sample)
    {
        if (sample != 0)
        {
            _metrics.TimeAdded.Record(_time.GetElapsedTime(sample).TotalSeconds, _tags);
        }
    }

    /// <summary>Notes that the client asked for a response.</summary>
    public void ResponseRequested() => Interlocked.Exchange(ref _asked, _time.GetTimestamp());

    /// <summary>Notes that the user stopped speaking or committed the audio.</summary>
    public void SpeechEnded() => Interlocked.Exchange(ref _asked, _time.GetTimestamp());

    /// <summary>Notes that the user began to speak.</summary>
    public void SpeechStarted()
    {
        lock (_gate)
        {
            if (_responseStart != 0)
            {
                _metrics.Interruptions.Add(1, _tags);
                _session?.AddEvent(new ActivityEvent("realtime.interruption"));
            }
        }
    }

    /// <summary>Opens a response's span.</summary>
    /// <param name="utf8">The <c>response.created</c> event.</param>
    public void ResponseStarted(ReadOnlySpan<byte> utf8)
    {
        lock (_gate)
        {
            _responseStart = _time.GetTimestamp();
            _response?.Dispose();
            _response = _session is null
                ? null
                : RealtimeMetrics.Activities.StartActivity("realtime response", ActivityKind.Client, _session.Context);
            if (_response is not null)
            {
                _response.SetTag("gen_ai.response.id", ResponseField(utf8, "id"u8));
            }
        }
    }

    /// <summary>Closes a response's span.</summary>
    /// <param name="utf8">The <c>response.done</c> event.</param>
    public void ResponseEnded(ReadOnlySpan<byte> utf8)
    {
        if (Lease is { } lease && TotalTokens(utf8) is { } tokens)
        {
            lease.Used(tokens);
        }

        lock (_gate)
        {
            if (_responseStart == 0)
            {
                return;
            }

            var status = ResponseField(utf8, "status"u8) ?? "unknown";
            var tags = _tags;
            tags.Add("realtime.response.status", status);
            _metrics.ResponseDuration.Record(_time.GetElapsedTime(_responseStart).TotalSeconds, tags);
            _responseStart = 0;
            _response?.SetTag("realtime.response.status", status);
            _response?.Dispose();
            _response = null;
        }
    }

    /// <summary>Counts the session to another deployment from now on.</summary>
    /// <param name="deployment">The deployment that serves it.</param>
    /// <param name="lease">Its place there; null for none.</param>
    public void Moved(Deployment deployment, DeploymentLease? lease)
    {
        lock (_gate)
        {
            Lease = lease;
            _metrics.OpenSessions.Add(-1, _tags);
            _tags = Tags(deployment);
            _metrics.OpenSessions.Add(1, _tags);
            _session?.SetTag("realtime.deployment.id", deployment.Id);
        }
    }

    /// <summary>Notes that the upstream was replaced, or that it could not be.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="outcome"><c>replaced</c> or <c>failed</c>.</param>
    /// <param name="gap">How long the session was without one.</param>
    public void Replaced(ReplacementCause cause, string outcome, TimeSpan gap)
    {
        var tags = _tags;
        tags.Add("realtime.replacement.cause", cause.ToString());
        _metrics.ReplacementGap.Record(gap.TotalSeconds, tags);
        tags.Add("realtime.outcome", outcome);
        _metrics.Replacements.Add(1, tags);
        _session?.AddEvent(new ActivityEvent("realtime.upstream.replaced", tags: new ActivityTagsCollection
        {
            ["realtime.replacement.cause"] = cause.ToString(),
            ["realtime.outcome"] = outcome,
            ["realtime.upstream.gap"] = gap.TotalSeconds,
        }));
    }

    /// <summary>Closes the session's figures and span.</summary>
    /// <param name="end">How it ended.</param>
    public void Ended(SessionEnd end)
    {
        _metrics.OpenSessions.Add(-1, _tags);
        _metrics.SessionDuration.Record(Duration.TotalSeconds, _tags);
        var tags = _tags;
        tags.Add("realtime.end.cause", end.Cause.ToString());
        tags.Add("realtime.close.code", end.CloseCode);
        _metrics.Closes.Add(1, tags);
        lock (_gate)
        {
            _response?.Dispose();
            _response = null;
        }

        _session?.SetTag("realtime.end.cause", end.Cause.ToString());
        _session?.SetTag("realtime.close.code", end.CloseCode);
        _session?.Dispose();
    }

    private static long? TotalTokens(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 3 && reader.ValueTextEquals("total_tokens"u8))
                {
                    reader.Read();
                    return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var tokens) && tokens > 0 ? tokens : null;
                }
            }
        }
        catch (JsonException)
        {
            // A provider's malformed event is passed on; it only has no figure here.
            return null;
        }

        return null;
    }

    private static TagList Tags(Deployment deployment) => new()
    {
        { "gen_ai.provider.name", ProviderName(deployment.Provider) },
        { "gen_ai.request.model", deployment.ModelName },
        { "realtime.deployment.id", deployment.Id },
    };

    private static string? ResponseField(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> name)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2 && reader.ValueTextEquals(name))
                {
                    reader.Read();
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }
        catch (JsonException)
        {
            // A provider's malformed event is passed on; it only has no figure here.
            return null;
        }

        return null;
    }
}

using Realtime.Grains.Sessions.Stages;
using Realtime.Protocol.Dialects;

namespace Realtime.Grains.Sessions;

/// <summary>Puts a session's pipeline together; the order of the stages is the order of <c>docs/architecture.md</c>.</summary>
internal static class SessionPipelineBuilder
{
    /// <summary>Builds the pipeline, whose upstream end is still to be set.</summary>
    /// <param name="parts">The session.</param>
    /// <param name="output">The client's end.</param>
    /// <returns>The pipeline.</returns>
    public static SessionPipeline Build(SessionParts parts, ISessionOutput output)
    {
        List<ISessionStage> stages =
        [
            .. EventLog(parts.Setup, ofClient: false),
            parts.Model,
            .. parts.Guard is { } guard ? [guard] : Array.Empty<ISessionStage>(),
            .. parts.Audio is { } audio ? [new InputAudioStage(audio, parts.ClientGate, parts.Conversation)] : Array.Empty<ISessionStage>(),
            new ConversationStage(parts.Conversation),
            .. EventLog(parts.Setup, ofClient: true),
            .. LimitsAndMeter(parts.Setup),
            new TelemetryStage(parts.Telemetry),
            new ErrorRedactionStage(),
            parts.Continuity,
        ];
        var clientEdge = DialectEdges.ForClient(parts.Setup.ClientDialect);

        // What the session itself says is no provider's word.
        return new SessionPipeline(stages, clientEdge, upstreamEdge: null, sameForm: false, output)
        {
            OwnSkips = 1,
            Counter = stages.FindIndex(stage => stage is MeterStage) is >= 0 and var meter ? meter : stages.Count,
        };
    }

    // What the client sent is logged as it goes up, what it got as it went down: as guardrails have masked it.
    private static IEnumerable<ISessionStage> EventLog(SessionSetup setup, bool ofClient)
    {
        if (setup.Meter is { Events: { } log } meter)
        {
            yield return new EventLogStage(log, meter.LoggedTypes, ofClient);
        }
    }

    // A session that nobody limits has no stage that sees its audio pass.
    private static IEnumerable<ISessionStage> LimitsAndMeter(SessionSetup setup)
    {
        if (setup.Policy is { Scopes.Count: > 0 } policy)
        {
            yield return new LimitStage(policy, setup.EventIds);
        }

        if (setup.Meter is { } meter)
        {
            yield return new MeterStage(meter, setup.EventIds);
        }
    }
}

using Realtime.Grains.Sessions.Stages;
using Realtime.Grains.Telemetry;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Dialects;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Sessions;

/// <summary>Puts a session's pipeline together; the order of the stages is the order of <c>docs/architecture.md</c>.</summary>
internal static class SessionPipelineBuilder
{
    /// <summary>Builds the pipeline.</summary>
    /// <param name="setup">What the session is.</param>
    /// <param name="upstream">The provider's link.</param>
    /// <param name="conversation">The state of the talk.</param>
    /// <param name="telemetry">Takes the session's figures.</param>
    /// <param name="output">The two ends.</param>
    /// <returns>The pipeline.</returns>
    public static SessionPipeline Build(
        SessionSetup setup, UpstreamLink upstream, Conversation conversation, SessionTelemetry telemetry, ISessionOutput output)
    {
        List<ISessionStage> stages =
        [
            new ModelCheckStage(setup, upstream.Deployment),
            new ConversationStage(conversation),
            .. LimitsAndMeter(setup),
            new TelemetryStage(telemetry),
            new ErrorRedactionStage(),
        ];
        return new SessionPipeline(
            [.. stages],
            DialectEdges.ForClient(setup.ClientDialect),
            upstream.Translator,
            setup.ClientDialect == Dialect.Beta && upstream.Dialect == Dialect.Beta,
            output);
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

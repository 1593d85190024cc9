using System.Text;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Metering;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>
/// Refuses turns that are over a limit: a <c>response.create</c> before it goes up; a response that the provider began by itself, after the
/// user's speech, by cancelling it before the client sees any of it. The session stays open.
/// </summary>
internal sealed class LimitStage(ITurnGate gate, IEventIdSource ids) : ISessionStage
{
    private readonly LimitAnswers _answers = new(ids);
    private readonly HeldEvents _held = new();
    private ClientTurns? _turns;
    private (string Id, byte[] Bytes, SessionRefusal Refusal)? _refused;
    private byte[]? _cancel;

    /// <inheritdoc/>
    public EventTypeSet ClientTypes { get; } = EventTypeSet.Of(
        RealtimeEventType.SessionUpdate,
        RealtimeEventType.InputAudioBufferCommit,
        RealtimeEventType.InputAudioBufferClear,
        RealtimeEventType.ConversationItemCreate,
        RealtimeEventType.ConversationItemRetrieve,
        RealtimeEventType.ConversationItemTruncate,
        RealtimeEventType.ConversationItemDelete,
        RealtimeEventType.ResponseCreate,
        RealtimeEventType.ResponseCancel);

    /// <inheritdoc/>
    public EventTypeSet ServerTypes { get; } = EventTypeSet.Of(
        RealtimeEventType.Error,
        RealtimeEventType.ConversationItemAdded,
        RealtimeEventType.ConversationItemDone,
        RealtimeEventType.ResponseCreated,
        RealtimeEventType.ResponseDone,
        RealtimeEventType.ResponseOutputItemAdded,
        RealtimeEventType.ResponseOutputItemDone,
        RealtimeEventType.ResponseContentPartAdded,
        RealtimeEventType.ResponseContentPartDone,
        RealtimeEventType.ResponseOutputTextDelta,
        RealtimeEventType.ResponseOutputTextDone,
        RealtimeEventType.ResponseOutputAudioDelta,
        RealtimeEventType.ResponseOutputAudioDone,
        RealtimeEventType.ResponseOutputAudioTranscriptDelta,
        RealtimeEventType.ResponseOutputAudioTranscriptDone,
        RealtimeEventType.ResponseFunctionCallArgumentsDelta,
        RealtimeEventType.ResponseFunctionCallArgumentsDone);

    private ClientTurns Turns => _turns ??= new ClientTurns(gate, _answers);

    /// <inheritdoc/>
    public StageResult OnClient(in EventMessage message, IStageContext context) => Turns.OnClient(message, context);

    /// <inheritdoc/>
    public StageResult OnServer(in EventMessage message, IStageContext context)
    {
        if (_held.IsWaiting)
        {
            _held.Add(message);
            return StageResult.Taken;
        }

        if (MustWait(message))
        {
            _held.Begin(message);
            Ask(context);
            return StageResult.Taken;
        }

        return Pass(message, context) ? StageResult.Pass : StageResult.Taken;
    }

    private bool MustWait(in EventMessage message) => message.Type == RealtimeEventType.ResponseCreated && !Turns.TryMatch() && gate.MustAsk;

    private void Ask(IStageContext context) => context.Run(gate.BeginTurnAsync, refusal => Decide(context, refusal));

    private bool Pass(in EventMessage message, IStageContext context)
    {
        if (message.Type == RealtimeEventType.Error)
        {
            // A response that was over already cannot be cancelled, which is not the client's matter.
            if (_cancel is not null && message.Payload.Span.IndexOf(_cancel) >= 0)
            {
                _cancel = null;
                return false;
            }

            // A response.create that the provider refuses begins no response.
            if (message.Payload.Span.IndexOf("conversation_already_has_active_response"u8) >= 0)
            {
                Turns.TryMatch();
            }

            return true;
        }

        return !IsRefused(message, context);
    }

    private void Decide(IStageContext context, SessionRefusal? refusal)
    {
        _held.TryTake(out var created);
        if (refusal is not null && ResponseReport.Read(created.Payload) is { } report)
        {
            _refused = (report.Id, Encoding.UTF8.GetBytes(report.Id), refusal);
            var (cancel, cancelId) = _answers.Cancel(report.Id);
            _cancel = Encoding.UTF8.GetBytes(cancelId);
            context.ToUpstream(cancel);
            context.ToClient(created);
            _answers.Refuse(context, refusal, []);
        }
        else
        {
            context.ToClient(created);
        }

        while (_held.TryTake(out var next))
        {
            if (MustWait(next))
            {
                _held.PutBack(next);
                Ask(context);
                return;
            }

            if (Pass(next, context))
            {
                context.ToClient(next);
            }
        }
    }

    private bool IsRefused(in EventMessage message, IStageContext context)
    {
        if (_refused is not var (id, bytes, refusal) || message.Payload.Span.IndexOf(bytes) < 0)
        {
            return false;
        }

        if (message.Type is RealtimeEventType.ConversationItemAdded or RealtimeEventType.ConversationItemDone)
        {
            return false;
        }

        if (message.Type == RealtimeEventType.ResponseDone)
        {
            _refused = null;
            context.ToClient(_answers.Done(id, refusal));
        }

        return true;
    }
}

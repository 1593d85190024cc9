using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>The client's side of <see cref="LimitStage"/>: a <c>response.create</c> waits until it was counted, and what follows it waits behind it.</summary>
internal sealed class ClientTurns(ITurnGate gate, LimitAnswers answers)
{
    private readonly HeldEvents _held = new();

    /// <summary>Gets how many responses the client has asked for that have not begun.</summary>
    public int Asked { get; private set; }

    /// <summary>Takes a client's event.</summary>
    /// <param name="message">The event.</param>
    /// <param name="context">Where it goes on.</param>
    /// <returns>Whether it goes on by itself.</returns>
    public StageResult OnClient(in EventMessage message, IStageContext context)
    {
        if (_held.IsWaiting)
        {
            _held.Add(message);
            return StageResult.Taken;
        }

        if (message.Type != RealtimeEventType.ResponseCreate)
        {
            return StageResult.Pass;
        }

        if (!gate.MustAsk)
        {
            Asked++;
            return StageResult.Pass;
        }

        _held.Begin(message);
        Ask(context);
        return StageResult.Taken;
    }

    /// <summary>Notes that a response began.</summary>
    /// <returns>Whether it is one that the client asked for; otherwise the provider began it by itself.</returns>
    public bool TryMatch()
    {
        if (Asked == 0)
        {
            return false;
        }

        Asked--;
        return true;
    }

    private void Ask(IStageContext context) => context.Run(gate.BeginTurnAsync, refusal => Decide(context, refusal));

    private void Decide(IStageContext context, SessionRefusal? refusal)
    {
        _held.TryTake(out var first);
        if (refusal is null)
        {
            Asked++;
            context.ToUpstream(first);
        }
        else
        {
            answers.Refuse(context, refusal, first.Payload.Span);
        }

        while (_held.TryTake(out var next))
        {
            if (next.Type == RealtimeEventType.ResponseCreate)
            {
                _held.PutBack(next);
                Ask(context);
                return;
            }

            context.ToUpstream(next);
        }
    }
}

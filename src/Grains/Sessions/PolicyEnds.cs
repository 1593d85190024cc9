using System.Buffers;
using System.Text;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions;

/// <summary>The errors and ends of sessions that limits, budgets and administrators end.</summary>
internal static class PolicyEnds
{
    // RFC 6455: a control frame holds 125 bytes, two of which are the code.
    private const int MaxReasonBytes = 123;

    /// <summary>Makes the <c>error</c> event.</summary>
    /// <param name="ids">Makes its id.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="clientEventId">The client's event that it answers; null for none.</param>
    /// <returns>The event.</returns>
    public static EventMessage Error(IEventIdSource ids, SessionRefusal refusal, string? clientEventId = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        RealtimeErrorEvent.Write(buffer, ids.Next(), refusal.Type, refusal.Code, refusal.Message, refusal.Param, clientEventId, refusal.RetryAfter);
        return new EventMessage(RealtimeEventType.Error, buffer.WrittenMemory);
    }

    /// <summary>Makes the end.</summary>
    /// <param name="refusal">Why.</param>
    /// <returns>The end: 1008, for whoever may not go on, 1013 where trying again helps.</returns>
    public static SessionEnd End(SessionRefusal refusal) => new(
        SessionEndCause.Policy,
        refusal.Code == Policies.PolicyRefusals.RateLimitCode ? 1013 : 1008,
        Encoding.UTF8.GetByteCount(refusal.Message) <= MaxReasonBytes ? refusal.Message : refusal.Code);
}

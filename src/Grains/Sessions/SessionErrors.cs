using System.Buffers;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions;

/// <summary>The <c>error</c> events and closes of a session that this system ends; <c>docs/errors.md</c> lists them.</summary>
internal static class SessionErrors
{
    /// <summary>Gets the end of a session whose process is being stopped.</summary>
    public static SessionEnd Drained { get; } =
        new(SessionEndCause.Draining, 1012, "The server is restarting. Connect again.");

    /// <summary>Gets the end of a session that cannot be given the guardrails that its key or team has got.</summary>
    public static SessionEnd GuardsChanged { get; } =
        new(SessionEndCause.Policy, 1012, "The guardrails of this key have changed. Connect again.");

    /// <summary>Gets the refusal of a silo that is being stopped; the gateway asks another.</summary>
    public static SessionRefusal DrainingSilo { get; } = new(
        503, "server_error", SessionRefusal.DrainingCode, "The server is restarting. Connect again.", RetryAfter: TimeSpan.FromSeconds(1));

    /// <summary>Gets the refusal of a silo that has too many sessions or too much to do; the gateway asks another.</summary>
    public static SessionRefusal FullSilo { get; } = new(
        503, "server_error", SessionRefusal.OverloadedCode, "The server has as many sessions as it may have.", RetryAfter: TimeSpan.FromSeconds(5));

    /// <summary>Gets the refusal of a session that cannot go on.</summary>
    public static SessionRefusal Lost { get; } = new(
        410, "server_error", SessionRefusal.LostCode, "The server that held the session is gone. Connect again.");

    /// <summary>Gets the end of a session's part on a silo that it leaves.</summary>
    public static SessionEnd Moved { get; } = new(SessionEndCause.Moved, 1012, "The server is restarting. Connect again.");

    /// <summary>Makes an <c>error</c> event in canonical form.</summary>
    /// <param name="ids">Makes its id.</param>
    /// <param name="type">The error's type.</param>
    /// <param name="code">Its code.</param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="param">The field that is wrong, or null.</param>
    /// <param name="clientEventId">The id of the client's event that it answers, or null.</param>
    /// <returns>The event.</returns>
    public static EventMessage Event(
        IEventIdSource ids, string type, string code, string message, string? param = null, string? clientEventId = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        RealtimeErrorEvent.Write(buffer, ids.Next(), type, code, message, param, clientEventId);
        return new EventMessage(RealtimeEventType.Error, buffer.WrittenMemory);
    }

    /// <summary>Makes the error for a failure of this system.</summary>
    /// <param name="ids">Makes its id.</param>
    /// <returns>The event.</returns>
    public static EventMessage Internal(IEventIdSource ids) =>
        Event(ids, "server_error", "internal_error", "The session failed. Connect again.");

    /// <summary>Gets the end and the error of a session that its clock ends.</summary>
    /// <param name="cause">The limit that was reached.</param>
    /// <param name="setup">The session.</param>
    /// <param name="max">How long it might last.</param>
    /// <returns>Both.</returns>
    public static (SessionEnd End, EventMessage Error) ForClock(SessionEndCause cause, SessionSetup setup, TimeSpan? max)
    {
        var (code, message) = cause == SessionEndCause.MaximumDuration
            ? ("session_expired", $"Your session hit the maximum duration of {Words(max)}.")
            : ("session_idle_timeout", $"Your session was idle for {Words(setup.IdleTimeout)}.");
        return (new SessionEnd(cause, 1001, message), Event(setup.EventIds, "invalid_request_error", code, message));
    }

    private static string Words(TimeSpan? duration)
    {
        var value = duration.GetValueOrDefault();
        return value >= TimeSpan.FromMinutes(1) && value.Seconds == 0
            ? $"{(int)value.TotalMinutes} minutes"
            : $"{value.TotalSeconds:0.###} seconds";
    }
}

using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>
/// One concern of a session: it sees the events it declares, in canonical form, and passes, replaces, drops or holds them or puts
/// others beside them. It keeps no socket; calls of one session never overlap.
/// </summary>
internal interface ISessionStage
{
    /// <summary>Gets the client events that it wants to see. Fixed for the session.</summary>
    EventTypeSet ClientTypes { get; }

    /// <summary>Gets the server events that it wants to see. Fixed for the session.</summary>
    EventTypeSet ServerTypes { get; }

    /// <summary>Takes a client event on its way up.</summary>
    /// <param name="message">The event; its memory is valid until this returns.</param>
    /// <param name="context">Where a stage puts events of its own.</param>
    /// <returns>Whether the event goes on.</returns>
    StageResult OnClient(in EventMessage message, IStageContext context);

    /// <summary>Takes a server event on its way down.</summary>
    /// <param name="message">The event; its memory is valid until this returns.</param>
    /// <param name="context">Where a stage puts events of its own.</param>
    /// <returns>Whether the event goes on.</returns>
    StageResult OnServer(in EventMessage message, IStageContext context);
}

using Realtime.Grains.Sessions.Stages;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Tests.Sessions;

/// <summary>A stage that wants all events of its kinds, notes each and does what the test says.</summary>
internal sealed class ScriptedStage(string name, List<string> notes, params RealtimeEventType[] types) : ISessionStage
{
    public delegate StageResult Step(EventMessage message, IStageContext context);

    public Step Client { get; init; } = (_, _) => StageResult.Pass;

    public Step Server { get; init; } = (_, _) => StageResult.Pass;

    public EventTypeSet ClientTypes { get; } = EventTypeSet.Of(types);

    public EventTypeSet ServerTypes { get; } = EventTypeSet.Of(types);

    public StageResult OnClient(in EventMessage message, IStageContext context)
    {
        notes.Add(name + "<" + message.Type);
        return Client(message, context);
    }

    public StageResult OnServer(in EventMessage message, IStageContext context)
    {
        notes.Add(name + ">" + message.Type);
        return Server(message, context);
    }
}

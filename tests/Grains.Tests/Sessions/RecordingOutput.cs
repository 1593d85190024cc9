using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Tests.Sessions;

/// <summary>Keeps what a pipeline sends to either side.</summary>
internal sealed class RecordingOutput : ISessionOutput
{
    public List<string> Client { get; } = [];

    public List<string> Upstream { get; } = [];

    public void ToClient(in EventMessage message) => Client.Add(Events.Text(message));

    public List<SessionEnd> Ends { get; } = [];

    public List<Task> Works { get; } = [];

    public void ToUpstream(in EventMessage message) => Upstream.Add(Events.Text(message));

    public void Start(Func<CancellationToken, Task> work) => Works.Add(work(TestContext.Current.CancellationToken));

    public void End(SessionEnd end, EventMessage? error)
    {
        if (error is { } message)
        {
            ToClient(message);
        }

        Ends.Add(end);
    }
}

using Realtime.Grains.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Tests.Sessions;

/// <summary>Keeps what a pipeline sends to either side.</summary>
internal sealed class RecordingOutput : ISessionOutput
{
    public List<string> Client { get; } = [];

    public List<string> Upstream { get; } = [];

    public void ToClient(in EventMessage message) => Client.Add(Events.Text(message));

    public void ToUpstream(in EventMessage message) => Upstream.Add(Events.Text(message));
}

using Realtime.Simulator.Hosting;

namespace Realtime.Simulator.Inspection;

/// <summary>Every connection that the simulator knows, oldest first.</summary>
internal sealed class ConnectionBook(SimulatorOptions options)
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedConnection> _connections = [];
    private int _count;

    public IReadOnlyList<SimulatedConnection> Connections
    {
        get
        {
            lock (_gate)
            {
                return [.. _connections];
            }
        }
    }

    public SimulatedConnection Open(string provider, HttpRequest request)
    {
        lock (_gate)
        {
            var connection = new SimulatedConnection(
                ++_count, provider, request.Path, CredentialMask.Query(request.Query), CredentialMask.Headers(request.Headers));
            _connections.Add(connection);
            if (_connections.Count > options.InspectionConnectionLimit && _connections.FindIndex(known => known.IsOver) is >= 0 and var oldest)
            {
                _connections.RemoveAt(oldest);
            }

            return connection;
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            _connections.RemoveAll(connection => connection.IsOver);
        }
    }
}

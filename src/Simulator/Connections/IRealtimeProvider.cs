using System.Text.Json.Nodes;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Connections;

/// <summary>A provider of realtime sessions over WebSocket.</summary>
internal interface IRealtimeProvider
{
    /// <summary>As inspection and faults name it.</summary>
    string Name { get; }

    /// <summary>Where sessions are opened.</summary>
    string Path { get; }

    /// <summary>How long a session lives.</summary>
    TimeSpan SessionLength { get; }

    /// <summary>Gets the model or deployment that a request asks for, or null.</summary>
    string? ModelOf(HttpRequest request);

    /// <summary>Decides on a handshake.</summary>
    Admission Admit(HttpContext context);

    /// <summary>Writes the body of a refusal.</summary>
    JsonObject RefusalBody(int status);

    /// <summary>What is said at the end of the session's time.</summary>
    (FieldProblem Problem, string Type) Expiry { get; }

    /// <summary>Gets a session going: its first events and whatever happens by itself.</summary>
    void Start(RealtimeSession session, HttpRequest request);

    /// <summary>The session is over.</summary>
    void End(RealtimeSession session);
}

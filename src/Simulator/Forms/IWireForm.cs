using System.Text.Json.Nodes;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Forms;

/// <summary>
/// The form of the protocol that one provider speaks. The simulator thinks in the current form's event names; a form checks and reads
/// what clients write and rewrites what is sent.
/// </summary>
internal interface IWireForm
{
    /// <summary>Makes the session that a client meets.</summary>
    JsonObject NewSession(SessionSeed seed);

    /// <summary>Finds what is wrong with a client's event, its type included; null when nothing is.</summary>
    FieldProblem? Check(string type, JsonObject clientEvent, SessionKind kind);

    /// <summary>Puts a checked patch into a session.</summary>
    /// <param name="session">The session, as the client sees it; it is only changed when nothing is wrong.</param>
    /// <param name="patch">What the client wants changed.</param>
    /// <param name="hasSpoken">Whether the model has already been heard, which fixes its voice.</param>
    /// <returns>What is wrong, or null.</returns>
    FieldProblem? Update(JsonObject session, JsonObject patch, bool hasSpoken);

    /// <summary>Reads a session's settings.</summary>
    SessionSettings Read(JsonObject session);

    /// <summary>Lays the parameters of <c>response.create</c> over the session's settings.</summary>
    SessionSettings Override(SessionSettings settings, JsonObject parameters);

    /// <summary>Turns an event of the current form into the events of this one: none, one or several.</summary>
    /// <param name="serverEvent">The event, without id. It may be changed and given back.</param>
    IEnumerable<JsonObject> Rewrite(JsonObject serverEvent);
}

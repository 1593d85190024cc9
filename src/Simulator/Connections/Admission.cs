using System.Text.Json.Nodes;
using Realtime.Simulator.Forms;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Connections;

/// <summary>What a provider says to a handshake.</summary>
internal sealed record Admission
{
    /// <summary>The HTTP status that refuses it, null when it is accepted.</summary>
    public int? Status { get; private init; }

    /// <summary>The refusal's body, null for an empty one.</summary>
    public JsonObject? Body { get; private init; }

    /// <summary>The error that is sent after 101, before the close; null for a session.</summary>
    public FieldProblem? Rejection { get; private init; }

    /// <summary>The code of that close.</summary>
    public int CloseCode { get; private init; }

    /// <summary>The form that is spoken.</summary>
    public IWireForm? Form { get; private init; }

    public SessionKind Kind { get; init; }

    public string? Model { get; init; }

    /// <summary>Settings that are put in before the client sees the session, or null.</summary>
    public JsonObject? Preset { get; init; }

    public static Admission Refuse(int status, JsonObject? body) => new() { Status = status, Body = body };

    public static Admission Reject(IWireForm form, FieldProblem problem, int closeCode) => new() { Form = form, Rejection = problem, CloseCode = closeCode };

    public static Admission Accept(IWireForm form, SessionKind kind, string? model, JsonObject? preset = null) =>
        new() { Form = form, Kind = kind, Model = model, Preset = preset };
}

using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects;

/// <summary>
/// The <c>temperature</c> that a beta client asked for. The GA form has none, so it goes nowhere; the client sees its own last
/// value again, because the beta form's sessions and responses carry one.
/// </summary>
internal sealed class Temperatures
{
    private readonly Dictionary<string, JsonText> _ofResponses = [];
    private JsonText? _ofNextResponse;

    /// <summary>Gets the session's value: the client's last, or 0.8, which is the beta form's default.</summary>
    public JsonText OfSession { get; private set; } = JsonText.Number(SessionObjects.DefaultTemperature);

    /// <summary>Notes what a session update asks for.</summary>
    /// <param name="session">The beta session.</param>
    public void NoteSession(JsonFields session) => OfSession = Read(session) ?? OfSession;

    /// <summary>Notes what the next response is asked to have.</summary>
    /// <param name="parameters">The beta parameters of <c>response.create</c>, or null where it has none.</param>
    public void NoteNextResponse(JsonFields? parameters) => _ofNextResponse = parameters is null ? null : Read(parameters);

    /// <summary>Gets the value of a response that begins.</summary>
    /// <param name="id">The response's id, or null where it has none.</param>
    /// <returns>What it was asked to have, else the session's.</returns>
    public JsonText Begin(string? id)
    {
        if (_ofNextResponse is not { } own)
        {
            return OfSession;
        }

        _ofNextResponse = null;
        if (id is not null)
        {
            _ofResponses[id] = own;
        }

        return own;
    }

    /// <summary>Gets the value of a response that ends.</summary>
    /// <param name="id">The response's id, or null where it has none.</param>
    /// <returns>The value that it began with.</returns>
    public JsonText End(string? id) => id is not null && _ofResponses.Remove(id, out var own) ? own : OfSession;

    private static JsonText? Read(JsonFields owner) => owner.Text("temperature") is { IsNumber: true } number ? number.Copy() : null;
}

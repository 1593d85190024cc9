using System.Text.Json.Nodes;

namespace Realtime.Providers.Gemini.Items;

/// <summary>The functions that the model called, and the results that wait for the client's <c>response.create</c>.</summary>
internal sealed class FunctionCalls
{
    private const int Most = 512;

    private readonly Dictionary<string, FunctionCall> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _cancelled = new(StringComparer.Ordinal);
    private readonly List<JsonNode> _results = [];

    /// <summary>Gets a value indicating whether results wait.</summary>
    public bool HasResults => _results.Count > 0;

    /// <summary>Notes a call.</summary>
    /// <param name="call">The call.</param>
    public void Called(FunctionCall call)
    {
        if (_open.Count < Most)
        {
            _open[call.CallId] = call;
        }
    }

    /// <summary>Notes that the model does not want a result any more.</summary>
    /// <param name="id">The service's id of the call.</param>
    public void Cancelled(string id)
    {
        if (_open.Remove(id) && _cancelled.Count < Most)
        {
            _cancelled.Add(id);
        }

        _results.RemoveAll(result => (string?)result["id"] == id);
    }

    /// <summary>Takes a result.</summary>
    /// <param name="callId">The call's id.</param>
    /// <param name="response">The result, an object.</param>
    /// <returns>Whether the call was known: nothing more is to be done with the result then.</returns>
    public bool TryAnswer(string callId, JsonObject response)
    {
        if (_cancelled.Remove(callId))
        {
            return true;
        }

        if (!_open.Remove(callId, out var call))
        {
            return false;
        }

        var result = new JsonObject { ["name"] = call.Name, ["response"] = response };
        if (call.HasServiceId)
        {
            result.Insert(0, "id", callId);
        }

        _results.Add(result);
        return true;
    }

    /// <summary>Takes the results out, as <c>functionResponses</c>.</summary>
    /// <returns>The results.</returns>
    public JsonArray TakeResults()
    {
        var results = new JsonArray([.. _results]);
        _results.Clear();
        return results;
    }
}

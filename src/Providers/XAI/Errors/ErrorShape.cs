using System.Text.Json.Nodes;
using Realtime.Providers.Json;
using Realtime.Providers.XAI.Json;

namespace Realtime.Providers.XAI.Errors;

/// <summary>Gives an <c>error</c> of xAI's OpenAI's form, types and codes, which clients act upon.</summary>
/// <remarks>
/// Source: xAI's voice documentation, error types; the OpenAI Realtime API reference, event <c>error</c>. An error without the client's
/// <c>event_id</c> that can only answer one request gets that request's.
/// </remarks>
internal sealed class ErrorShape
{
    private const string CancelFailed = "Cancellation failed";

    /// <summary>Gets or sets the <c>event_id</c> of the client's last <c>response.create</c>.</summary>
    public string? LastCreateId { get; set; }

    /// <summary>Gets or sets the <c>event_id</c> of the client's last <c>response.cancel</c>.</summary>
    public string? LastCancelId { get; set; }

    /// <summary>Normalizes an error in place.</summary>
    /// <param name="draft">The event.</param>
    /// <returns>The error object.</returns>
    public JsonObject Normalize(EventDraft draft)
    {
        if (draft.Body.Child("error") is not { } error)
        {
            error = Nest(draft);
        }

        draft.Changed(MapType(error) | MapRace(error));
        draft.Changed(error.Fill("code", null) | error.Fill("message", "The provider reported an error."));
        draft.Changed(error.Fill("param", null) | error.Fill("event_id", null));
        return error;
    }

    private static JsonObject Nest(EventDraft draft)
    {
        var error = new JsonObject();
        draft.Body.CopyTo(error, "code", "message", "param");
        foreach (var name in error.Select(field => field.Key).ToArray())
        {
            draft.Remove(name);
        }

        // The text alone, as some services put it.
        if (draft.Body.Text("error") is { } text)
        {
            error.Fill("message", text);
        }

        draft.Set("error", error);
        return error;
    }

    private static bool MapType(JsonObject error)
    {
        switch (error.Text("type"))
        {
            case null:
                return error.Fill("type", "invalid_request_error");

            case "invalid_event":
                return error.Put("type", "invalid_request_error") | error.Fill("code", "invalid_event");

            case "internal_error":
                return error.Put("type", "server_error") | error.Fill("code", "internal_error");

            case "timeout":
                return error.Put("type", "server_error") | error.Fill("code", "timeout");

            // The end of the longest session, by the code that clients know it by.
            case "max_duration":
                return error.Put("type", "invalid_request_error") | error.Put("code", "session_expired");

            default:
                return false;
        }
    }

    private bool MapRace(JsonObject error)
    {
        var message = error.Text("message") ?? "";
        if (message.Contains("already has an active response", StringComparison.OrdinalIgnoreCase))
        {
            return error.Put("code", "conversation_already_has_active_response") | error.Fill("event_id", LastCreateId);
        }

        if (!message.Contains("no active response", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!message.StartsWith(CancelFailed, StringComparison.Ordinal))
        {
            error["message"] = $"{CancelFailed}: {message}";
        }

        return error.Put("code", "response_cancel_not_active") | error.Fill("event_id", LastCancelId) | true;
    }
}

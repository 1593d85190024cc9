using System.Text.Json.Nodes;
using Realtime.Providers.Json;
using Realtime.Providers.XAI.Items;
using Realtime.Providers.XAI.Session;

namespace Realtime.Providers.XAI.Responses;

/// <summary>Gives a response object of xAI's all the fields of the GA form.</summary>
/// <remarks>Source: the OpenAI Realtime API reference, response object.</remarks>
internal static class ResponseShape
{
    /// <summary>Normalizes a response in place, but for its usage and its id.</summary>
    /// <param name="response">The response.</param>
    /// <param name="status">The status of one that has none.</param>
    /// <param name="session">The GA session, which it takes its settings from.</param>
    /// <param name="modalities">The modalities that were asked for.</param>
    /// <param name="conversationId">The conversation's id, if known.</param>
    /// <returns>Whether it changed.</returns>
    public static bool Normalize(
        JsonObject response, string status, JsonObject session, JsonArray? modalities, string? conversationId)
    {
        var changed = response.Put("object", "realtime.response");
        changed |= response.Fill("status", status);
        changed |= response.Fill("status_details", null);
        changed |= response.Fill("output", new JsonArray());
        changed |= response.Fill("conversation_id", conversationId);
        changed |= response.Fill("metadata", null);
        changed |= response.Fill("max_output_tokens", session["max_output_tokens"]?.DeepClone() ?? "inf");
        changed |= NormalizeModalities(response, modalities);
        var output = session.Child("audio")?.Child("output");
        if (output is not null && response.Child("audio")?.Child("output") is null)
        {
            var copy = new JsonObject();
            output.CopyTo(copy, "format", "voice");
            response["audio"] = new JsonObject { ["output"] = copy };
            changed = true;
        }

        foreach (var item in response.List("output")?.OfType<JsonObject>() ?? [])
        {
            changed |= ItemShape.Normalize(item, response.Text("status") == "in_progress" ? "in_progress" : "completed");
        }

        return changed;
    }

    private static bool NormalizeModalities(JsonObject response, JsonArray? asked)
    {
        if (response.List("output_modalities") is { Count: > 0 })
        {
            return false;
        }

        var told = response.List("modalities");
        response.Remove("modalities");
        response["output_modalities"] = told is { Count: > 0 } ? ModalitiesMap.ToCanonical(told) : asked?.DeepClone() ?? new JsonArray("audio");
        return true;
    }
}

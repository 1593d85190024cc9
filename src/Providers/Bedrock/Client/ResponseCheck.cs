using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Providers.Bedrock.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>Finds what of a <c>response.create</c> cannot be had: a stream's settings hold for all of its answers.</summary>
internal static class ResponseCheck
{
    private static readonly string[] OfSession = ["tools", "tool_choice", "max_output_tokens", "temperature", "prompt", "reasoning", "parallel_tool_calls"];

    /// <summary>Checks it.</summary>
    /// <param name="response">The <c>response</c>, or null.</param>
    /// <param name="session">The session.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static FieldRefusal? Find(JsonObject? response, JsonObject session)
    {
        if (response is null)
        {
            return null;
        }

        return response.Has("conversation") && response["conversation"].AsText() != "auto"
                ? FieldRefusal.Unsupported("response.conversation", "Nova Sonic has no responses outside the conversation: use \"auto\".")
            : response.Has("input") ? FieldRefusal.Unsupported("response.input", "Nova Sonic answers the conversation as it is: create items instead.")
            : SessionCheck.Modalities(response["output_modalities"], "response.output_modalities")
            ?? Metadata(response["metadata"])
            ?? Differing(response, session)
            ?? Audio(response.Child("audio")?.Child("output"), session.Child("audio")?.Child("output"));
    }

    private static FieldRefusal? Differing(JsonObject response, JsonObject session) =>
        Array.Find(OfSession, name => response.Has(name) && !JsonNode.DeepEquals(response[name], session[name])) is { } name
            ? FieldRefusal.Unsupported("response." + name, "It holds for all answers of a session: send it by session.update.")
            : null;

    private static FieldRefusal? Audio(JsonObject? response, JsonObject? session)
    {
        foreach (var name in response is null ? [] : (string[])["voice", "format"])
        {
            if (response!.Has(name) && !JsonNode.DeepEquals(response![name], session?[name]))
            {
                return FieldRefusal.Unsupported("response.audio.output." + name, "It holds for all answers of a session: send it by session.update.");
            }
        }

        return null;
    }

    private static FieldRefusal? Metadata(JsonNode? metadata) =>
        metadata is null || (metadata is JsonObject pairs && pairs.All(pair => pair.Value?.GetValueKind() == JsonValueKind.String))
            ? null
            : FieldRefusal.Invalid("response.metadata", "an object of strings");
}

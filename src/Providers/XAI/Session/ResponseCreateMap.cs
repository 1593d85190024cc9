using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Session;

/// <summary>Maps the <c>response</c> of a <c>response.create</c>.</summary>
/// <remarks>
/// Source: xAI's voice documentation: <c>modalities</c>, <c>instructions</c>, <c>metadata</c>. Other settings are left out. A context of
/// its own cannot be left out, since the answer would come from, and go into, another conversation: such a request is refused.
/// </remarks>
internal static class ResponseCreateMap
{
    /// <summary>Maps a response.</summary>
    /// <param name="response">The client's settings; <see langword="null"/> if it gave none.</param>
    /// <param name="session">The client's session settings.</param>
    /// <param name="refusal">Why xAI cannot give such a response, or <see langword="null"/>.</param>
    /// <returns>xAI's response; <see langword="null"/> if it needs none.</returns>
    public static JsonObject? ToXai(JsonObject? response, JsonObject session, out Refusal? refusal)
    {
        refusal = null;
        var mapped = new JsonObject();
        if ((response?.List("output_modalities") ?? response?.List("modalities") ?? session.List("output_modalities")) is { } wanted)
        {
            mapped["modalities"] = ModalitiesMap.ToXai(wanted);
        }

        if (response is not null)
        {
            response.CopyTo(mapped, "instructions", "metadata");
            refusal = Refuse(response);
        }

        return mapped.Count > 0 ? mapped : null;
    }

    private static Refusal? Refuse(JsonObject response)
    {
        if (response.Text("conversation") == "none")
        {
            return new Refusal("This model's provider has no responses outside of the conversation.", "response.conversation");
        }

        return response["input"] is null
            ? null
            : new Refusal("This model's provider has no responses with an input of their own.", "response.input");
    }
}

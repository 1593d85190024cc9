using System.Text.Json.Nodes;
using Realtime.Providers.Gemini.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Client;

/// <summary>Looks for what a <c>response.create</c> asks in vain: the service's answers follow the session's settings.</summary>
internal static class ResponseCheck
{
    /// <summary>Checks.</summary>
    /// <param name="response">The event's <c>response</c>.</param>
    /// <param name="state">What the translator's parts share.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static Refusal? Check(JsonObject response, LiveState state)
    {
        if (response["conversation"] is { } conversation && conversation.AsText() != "auto")
        {
            return Refusal.Unsupported("response.conversation", "The service has no responses beside the conversation; leave it out.");
        }

        if (response["input"] is not null)
        {
            return Refusal.Unsupported("response.input", "The service answers the conversation alone; create items instead.");
        }

        return SettingsCheck.Modalities(response, "response") ?? Modality(response, state) ?? SettingsCheck.Common(response, "response", state.Traits)
            ?? Same(response, state.Settings) ?? Audio(response.Child("audio")?.Child("output"), state.Settings);
    }

    private static Refusal? Modality(JsonObject response, LiveState state) =>
        response["output_modalities"] is JsonArray list && list[0].AsText() == "audio" && state.Settings.WritesText
            ? Refusal.Unsupported("response.output_modalities", "The session writes text; change it by session.update.")
            : null;

    private static Refusal? Same(JsonObject response, LiveSettings settings)
    {
        foreach (var name in (string[])["tools", "tool_choice", "max_output_tokens", "reasoning", "temperature"])
        {
            if (response[name] is { } value && !JsonNode.DeepEquals(value, settings.Session[name]))
            {
                return Refusal.Unsupported("response." + name, "It cannot differ from the session's; change it by session.update.");
            }
        }

        return null;
    }

    private static Refusal? Audio(JsonObject? output, LiveSettings settings)
    {
        if (output?["voice"] is { } voice && voice.AsText() != settings.Voice)
        {
            return Refusal.Unsupported("response.audio.output.voice", "It cannot differ from the session's; change it by session.update.");
        }

        return output?["format"] is { } format && !JsonNode.DeepEquals(format, settings.Session["audio"]?["output"]?["format"])
            ? Refusal.Unsupported("response.audio.output.format", "It cannot differ from the session's; change it by session.update.")
            : null;
    }
}

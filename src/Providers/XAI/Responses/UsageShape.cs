using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Responses;

/// <summary>Gives the <c>usage</c> of a finished response its place and all its figures.</summary>
/// <remarks>Source: the OpenAI Realtime API reference, response usage. xAI may send it beside the response, empty or in part.</remarks>
internal static class UsageShape
{
    /// <summary>Moves a top-level <c>usage</c> into the response and fills it in with zeros. No usage at all stays null.</summary>
    /// <param name="body">The <c>response.done</c>.</param>
    /// <param name="response">Its response.</param>
    /// <returns>Whether the event changed.</returns>
    public static bool Complete(JsonObject body, JsonObject response)
    {
        var changed = false;
        if (body.TryGetPropertyValue("usage", out var beside))
        {
            body.Remove("usage");
            changed = true;
            if (response.Child("usage") is not { Count: > 0 } && beside is JsonObject)
            {
                response["usage"] = beside;
            }
        }

        if (response.Child("usage") is not { } usage)
        {
            return response.Fill("usage", null) || changed;
        }

        // Where xAI tells only the parts, the whole is their sum.
        changed |= Total(usage, "input_tokens", usage.Child("input_token_details"));
        changed |= Total(usage, "output_tokens", usage.Child("output_token_details"));
        changed |= usage.Fill("total_tokens", Count(usage, "input_tokens") + Count(usage, "output_tokens"));
        changed |= Fill(usage, "input_token_details", "text_tokens", "audio_tokens", "image_tokens", "cached_tokens");
        changed |= Fill(usage.Need("input_token_details"), "cached_tokens_details", "text_tokens", "audio_tokens", "image_tokens");
        changed |= Fill(usage, "output_token_details", "text_tokens", "audio_tokens");
        return changed;
    }

    private static bool Total(JsonObject usage, string name, JsonObject? details) =>
        usage.Fill(name, details is null ? 0 : Count(details, "text_tokens") + Count(details, "audio_tokens"));

    private static int Count(JsonObject holder, string name) => holder.Int(name) ?? 0;

    private static bool Fill(JsonObject holder, string name, params ReadOnlySpan<string> counts)
    {
        var changed = holder.Child(name) is null;
        var details = holder.Need(name);
        foreach (var count in counts)
        {
            changed |= details.Fill(count, 0);
        }

        return changed;
    }
}

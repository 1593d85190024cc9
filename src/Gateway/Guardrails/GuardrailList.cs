using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Configuration.Source;

namespace Realtime.Gateway.Guardrails;

/// <summary>The body of <c>/guardrails/list</c>, with everything hidden that may be secret.</summary>
internal static class GuardrailList
{
    /// <summary>Makes the body.</summary>
    /// <param name="config">The configuration in force.</param>
    /// <returns>The body.</returns>
    public static JsonObject Of(RealtimeConfig config) => new()
    {
        ["guardrails"] = new JsonArray([.. config.Guardrails.Select(Entry)]),
    };

    private static JsonObject Entry(GuardrailEntry entry) => new()
    {
        ["guardrail_name"] = entry.Name,
        ["litellm_params"] = ConfigJson.ConvertMasked(entry.Parameters),
        ["guardrail_info"] = entry.Info is null ? null : ConfigJson.ConvertMasked(entry.Info),
        ["guardrail_definition_location"] = "config",
    };
}

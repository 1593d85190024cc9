using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Configuration.Source;

namespace Realtime.Gateway.Guardrails;

/// <summary>
/// The body of <c>/guardrails/list</c>, with everything hidden that may be secret. Who is held to guardrails sees which there are, so that they can
/// be asked for, and not the words and patterns by which they could be got around.
/// </summary>
internal static class GuardrailList
{
    private static readonly string[] _open = ["guardrail", "mode", "default_on"];

    /// <summary>Makes the body.</summary>
    /// <param name="config">The configuration in force.</param>
    /// <param name="withParameters">Whether all parameters are shown.</param>
    /// <returns>The body.</returns>
    public static JsonObject Of(RealtimeConfig config, bool withParameters) => new()
    {
        ["guardrails"] = new JsonArray([.. config.Guardrails.Select(entry => Entry(entry, withParameters))]),
    };

    private static JsonObject Entry(GuardrailEntry entry, bool withParameters)
    {
        var parameters = ConfigJson.ConvertMasked(entry.Parameters) as JsonObject ?? [];
        foreach (var name in withParameters ? [] : parameters.Select(parameter => parameter.Key).Except(_open, StringComparer.Ordinal).ToArray())
        {
            parameters.Remove(name);
        }

        return new JsonObject
        {
            ["guardrail_name"] = entry.Name,
            ["litellm_params"] = parameters,
            ["guardrail_info"] = entry.Info is null ? null : ConfigJson.ConvertMasked(entry.Info),
            ["guardrail_definition_location"] = "config",
        };
    }
}

using System.Text.Json.Nodes;
using Realtime.Providers.Gemini.Models;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>Makes <c>thinkingConfig</c> of <c>reasoning.effort</c>: tokens for 2.5, a level for 3.1.</summary>
internal static class ThinkingMap
{
    /// <summary>Maps.</summary>
    /// <param name="effort">The effort; null when none was set.</param>
    /// <param name="family">The model's generation.</param>
    /// <returns>The object; null when there is nothing to set.</returns>
    public static JsonObject? Map(string? effort, ModelFamily family) => effort is null ? null : family switch
    {
        ModelFamily.Live25 => new JsonObject { ["thinkingBudget"] = Budget(effort) },
        ModelFamily.Live31 => new JsonObject { ["thinkingLevel"] = effort == "xhigh" ? "HIGH" : effort.ToUpperInvariant() },
        _ => null,
    };

    private static int Budget(string effort) => effort switch
    {
        "minimal" => 0,
        "low" => 1_024,
        "medium" => 4_096,
        "high" => 8_192,
        _ => 24_576,
    };
}

using System.Diagnostics;
using Realtime.Configuration.Prices;
using Realtime.Grains.Telemetry;
using Realtime.Storage.Model;

namespace Realtime.Grains.Metering;

/// <summary>Tells the process's meters of a row. Labels name the model and the deployment, never a key, a user or a session.</summary>
internal static class UsageMetrics
{
    /// <summary>Tells them.</summary>
    /// <param name="metrics">The meters.</param>
    /// <param name="row">The row.</param>
    /// <param name="cost">What it cost.</param>
    public static void Record(RealtimeMetrics metrics, LedgerRow row, Cost cost)
    {
        var tags = new TagList
        {
            { "gen_ai.provider.name", SessionTelemetry.ProviderName(row.Provider) },
            { "gen_ai.request.model", row.ModelGroup },
            { "realtime.deployment.id", row.ModelId },
        };
        metrics.Cost.Add((double)cost.Total, tags);
        if (cost.IsUnpriced)
        {
            metrics.Unpriced.Add(1, tags);
        }

        Count(metrics, row.PromptTokens, "input", tags);
        Count(metrics, row.CompletionTokens, "output", tags);
    }

    private static void Count(RealtimeMetrics metrics, long tokens, string type, TagList tags)
    {
        if (tokens > 0)
        {
            tags.Add("gen_ai.token.type", type);
            metrics.Tokens.Add(tokens, tags);
        }
    }
}

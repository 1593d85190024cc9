using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Storage.Model;

namespace Realtime.Grains.Ledger.Sinks;

/// <summary>Writes a row in the form of LiteLLM's standard logging payload, which its users' receivers read.</summary>
internal static class UsagePayload
{
    /// <summary>Writes a row.</summary>
    /// <param name="record">The row.</param>
    /// <param name="redactKey">Whether nothing may name the key, its user or its team.</param>
    /// <returns>A JSON object.</returns>
    public static string Write(UsageRecord record, bool redactKey)
    {
        var row = record.Row;
        return new JsonObject
        {
            ["id"] = row.RequestId,
            ["trace_id"] = row.SessionId,
            ["session_id"] = row.SessionId,
            ["call_type"] = "_arealtime",
            ["kind"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Kind.ToString()),
            ["status"] = row.Status,
            ["response_cost"] = row.Spend,
            ["unpriced"] = row.Unpriced,
            ["estimated"] = row.Estimated,
            ["total_tokens"] = row.TotalTokens,
            ["prompt_tokens"] = row.PromptTokens,
            ["completion_tokens"] = row.CompletionTokens,
            ["cached_tokens"] = row.CachedTokens,
            ["usage_object"] = Parse(row.Usage),
            ["startTime"] = Seconds(row.StartTime),
            ["endTime"] = Seconds(row.EndTime),
            ["completionStartTime"] = row.CompletionStartTime is { } first ? Seconds(first) : null,
            ["response_time"] = (row.EndTime - row.StartTime).TotalSeconds,
            ["model"] = row.Model,
            ["model_id"] = row.ModelId,
            ["model_group"] = row.ModelGroup,
            ["custom_llm_provider"] = row.Provider,
            ["end_user"] = redactKey ? null : row.EndUser,
            ["request_tags"] = Parse(row.RequestTags) ?? new JsonArray(),
            ["requester_ip_address"] = redactKey ? null : row.RequesterIpAddress,
            ["metadata"] = Metadata(row, redactKey),
            ["messages"] = Parse(record.Content.Messages),
            ["response"] = Parse(record.Content.Response),
            ["realtime_events"] = Parse(record.Content.Events),
        }.ToJsonString();
    }

    private static JsonObject Metadata(LedgerRow row, bool redactKey)
    {
        var metadata = Parse(row.Metadata) as JsonObject ?? [];
        if (!redactKey)
        {
            metadata["user_api_key_hash"] = row.ApiKey;
            metadata["user_api_key_alias"] = row.KeyAlias;
            metadata["user_api_key_team_id"] = row.TeamId;
            metadata["user_api_key_user_id"] = row.UserId;
            metadata["user_api_key_end_user_id"] = row.EndUser;
        }

        return metadata;
    }

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000d;

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);
}

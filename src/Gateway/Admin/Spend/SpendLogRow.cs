using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Spend;

/// <summary>A row of the ledger: one for each response and each transcription, and one for the session, which repeats no spend.</summary>
internal sealed record SpendLogRow
{
    private const string Call = "_arealtime";

    /// <summary>Makes it.</summary>
    /// <param name="row">The row.</param>
    public SpendLogRow(LedgerRow row)
    {
        RequestId = row.RequestId;
        Kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Kind.ToString());
        ApiKey = row.ApiKey;
        Spend = row.Spend;
        Unpriced = row.Unpriced;
        Estimated = row.Estimated;
        TotalTokens = row.TotalTokens;
        PromptTokens = row.PromptTokens;
        CompletionTokens = row.CompletionTokens;
        CachedTokens = row.CachedTokens;
        Usage = Parse(row.Usage);
        StartTime = row.StartTime;
        EndTime = row.EndTime;
        CompletionStartTime = row.CompletionStartTime;
        Model = row.Model;
        ModelId = row.ModelId;
        ModelGroup = row.ModelGroup;
        CustomLlmProvider = row.Provider;
        User = row.UserId ?? "";
        TeamId = row.TeamId;
        EndUser = row.EndUser;
        KeyAlias = row.KeyAlias;
        Metadata = Parse(row.Metadata) ?? new JsonObject();
        RequestTags = Parse(row.RequestTags) ?? new JsonArray();
        RequesterIpAddress = row.RequesterIpAddress;
        Messages = Parse(row.Messages) ?? new JsonObject();
        Response = Parse(row.Response) ?? new JsonObject();
        SessionId = row.SessionId;
        Status = row.Status;
    }

    /// <summary>The row's id; no two rows have the same.</summary>
    public string RequestId { get; }

    /// <summary>What the row is of: response, transcription or session.</summary>
    public string Kind { get; }

    /// <summary>LiteLLM's name of realtime calls.</summary>
    public string CallType { get; } = Call;

    /// <summary>The key's hash.</summary>
    public string ApiKey { get; }

    /// <summary>The key's alias at that time.</summary>
    public string? KeyAlias { get; }

    /// <summary>The cost in US dollars; 0 for a session's own row, and where no price is known.</summary>
    public decimal Spend { get; }

    /// <summary>Whether no price was known.</summary>
    public bool Unpriced { get; }

    /// <summary>Whether the usage is an estimate, since the provider never told it.</summary>
    public bool Estimated { get; }

    /// <summary>All tokens.</summary>
    public long TotalTokens { get; }

    /// <summary>The tokens that went in.</summary>
    public long PromptTokens { get; }

    /// <summary>The tokens that came out.</summary>
    public long CompletionTokens { get; }

    /// <summary>The tokens that went in and were cached.</summary>
    public long CachedTokens { get; }

    /// <summary>The usage in detail.</summary>
    public JsonNode? Usage { get; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("startTime")]
    public DateTimeOffset StartTime { get; }

    /// <summary>When it ended.</summary>
    [JsonPropertyName("endTime")]
    public DateTimeOffset EndTime { get; }

    /// <summary>When the first output came.</summary>
    [JsonPropertyName("completionStartTime")]
    public DateTimeOffset? CompletionStartTime { get; }

    /// <summary>The provider's model.</summary>
    public string Model { get; }

    /// <summary>The deployment's id.</summary>
    public string ModelId { get; }

    /// <summary>The name that the client asked for.</summary>
    public string ModelGroup { get; }

    /// <summary>The provider.</summary>
    public string CustomLlmProvider { get; }

    /// <summary>The user that the key belongs to.</summary>
    public string User { get; }

    /// <summary>The team.</summary>
    public string? TeamId { get; }

    /// <summary>The customer.</summary>
    public string? EndUser { get; }

    /// <summary>What else is known.</summary>
    public JsonNode Metadata { get; }

    /// <summary>The tags.</summary>
    public JsonNode RequestTags { get; }

    /// <summary>The client's address.</summary>
    public string? RequesterIpAddress { get; }

    /// <summary>What was said to the model, where that is kept.</summary>
    public JsonNode Messages { get; }

    /// <summary>What the model said, where that is kept.</summary>
    public JsonNode Response { get; }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>success or failure.</summary>
    public string Status { get; }

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);
}

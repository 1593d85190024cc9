using Microsoft.Extensions.Logging;
using Realtime.Configuration.Reload;
using Realtime.Storage.Model;

namespace Realtime.Grains.Ledger.Sinks;

/// <summary>Writes each row to the process's log, and with it to OTLP where that is set up; with the callback <c>otel</c> only.</summary>
internal sealed partial class OtlpUsageLog(ConfigStore config, ILogger<OtlpUsageLog> logger) : IUsageSink
{
    /// <inheritdoc/>
    public void Take(UsageRecord record)
    {
        var settings = config.Current.LiteLlm;
        if (settings.Callbacks.Contains("otel", StringComparer.Ordinal))
        {
            var row = record.Row;
            var payload = UsagePayload.Write(record, settings.RedactUserApiKeyInfo);
            LogUsage(row.Kind, row.RequestId, row.ModelGroup, row.ModelId, row.PromptTokens, row.CompletionTokens, row.Spend, payload);
        }
    }

    [LoggerMessage(
        EventId = 1621,
        Level = LogLevel.Information,
        Message = "Usage of {Kind} {Id}: model {Model}, deployment {Deployment}, {Input} tokens in, {Output} tokens out, {Cost} US dollars {Payload}")]
    private partial void LogUsage(LedgerKind kind, string id, string model, string deployment, long input, long output, decimal cost, string payload);
}

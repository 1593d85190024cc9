using Realtime.Configuration.Reload;
using Realtime.Storage.Ledger;

namespace Realtime.Grains.Ledger;

/// <summary>
/// Where sessions write their usage: the ledger, and every sink. <c>turn_off_message_logging</c> keeps what was said out of all of them,
/// whatever else asks for it; the ledger keeps it only with <c>store_prompts_in_spend_logs</c>.
/// </summary>
internal sealed class UsageJournal(LedgerWriter ledger, IEnumerable<IUsageSink> sinks, ConfigStore config)
{
    private readonly IUsageSink[] _sinks = [.. sinks];

    /// <summary>Writes a row; it is durable within 250 ms.</summary>
    /// <param name="entry">The row, and whom it costs.</param>
    /// <param name="content">What was said.</param>
    public void Write(LedgerEntry entry, UsageContent content)
    {
        var current = config.Current;
        var kept = current.LiteLlm.TurnOffMessageLogging ? UsageContent.None with { Events = EventLog.WithoutContent(content.Events) } : content;
        var row = entry.Row;
        if (current.General.StorePromptsInSpendLogs)
        {
            row.Messages = kept.Messages ?? kept.Events;
            row.Response = kept.Response;
        }

        if (!current.General.DisableSpendLogs)
        {
            ledger.Take(entry);
        }

        var record = new UsageRecord(row, kept);
        foreach (var sink in _sinks)
        {
            sink.Take(record);
        }
    }
}

using System.Text.Json;
using Realtime.Configuration;
using Realtime.Grains.Ledger;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Guardrails;

namespace Realtime.Grains.Sessions.Guards;

/// <summary>The <c>logging_only</c> guardrails of a session: they mask what was said before it is written down anywhere, and keep it out where they block it.</summary>
internal sealed class LogGuard(GuardrailSetup guard)
{
    /// <summary>Makes a session's guard.</summary>
    /// <param name="guard">The session's guardrails; null: it has none.</param>
    /// <returns>The guard; null when none of them is for logs.</returns>
    public static LogGuard? For(GuardrailSetup? guard) => guard?.Guardrails.Has(GuardrailMode.LoggingOnly) == true ? new LogGuard(guard) : null;

    /// <summary>Masks.</summary>
    /// <param name="content">What was said.</param>
    /// <returns>What may be written down.</returns>
    public async Task<UsageContent> MaskAsync(UsageContent content) => new(
        await MaskAsync(content.Messages).ConfigureAwait(false),
        await MaskAsync(content.Response).ConfigureAwait(false),
        await MaskAsync(content.Events).ConfigureAwait(false));

    private async Task<string?> MaskAsync(string? json)
    {
        if (json is null)
        {
            return null;
        }

        var request = new GuardrailRequest { Text = json, Mode = GuardrailMode.LoggingOnly, Input = GuardrailInput.LogText, Caller = guard.Guardrails.Caller };
        var decision = await guard.Runner
            .DecideAsync(guard.Guardrails.In(GuardrailMode.LoggingOnly), request, guard.Span, CancellationToken.None).ConfigureAwait(false);
        return decision.IsBlocked || !IsJson(decision.Text) ? null : decision.Text;
    }

    // A mask that breaks the form it stands in would break whoever reads it.
    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

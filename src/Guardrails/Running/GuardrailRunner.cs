using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Realtime.Configuration;

namespace Realtime.Guardrails.Running;

/// <summary>Asks engines: bounds the time they take, and turns what they could not tell into what their configuration says.</summary>
public sealed partial class GuardrailRunner(GuardrailMetrics metrics, TimeProvider time, ILogger<GuardrailRunner> logger)
{
    /// <summary>Asks all guardrails of a mode about a text, together; a text that several mask is masked by one after the other.</summary>
    /// <param name="guardrails">The guardrails, in the order of the file.</param>
    /// <param name="request">The question.</param>
    /// <param name="parent">The span that those of the guardrails belong to.</param>
    /// <param name="cancellationToken">Nobody waits for the verdict any more.</param>
    /// <returns>What they say together.</returns>
    public async Task<GuardrailDecision> DecideAsync(
        IReadOnlyList<Guardrail> guardrails, GuardrailRequest request, ActivityContext parent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(guardrails);
        ArgumentNullException.ThrowIfNull(request);
        var verdicts = await Task.WhenAll(guardrails.Select(g => AskAsync(g, request, parent, cancellationToken))).ConfigureAwait(false);
        if (Blocked(guardrails, verdicts, request) is { } blocked)
        {
            return blocked;
        }

        var text = request.Text;
        var masked = false;
        for (var i = 0; i < verdicts.Length; i++)
        {
            if (verdicts[i].Action != GuardrailAction.Mask)
            {
                continue;
            }

            // What one has masked, the next must still mask its own things in.
            var verdict = masked
                ? await AskAsync(guardrails[i], request with { Text = text }, parent, cancellationToken).ConfigureAwait(false)
                : verdicts[i];
            if (Blocked([guardrails[i]], [verdict], request) is { } late)
            {
                return late;
            }

            text = verdict.Action == GuardrailAction.Mask ? verdict.Text! : text;
            masked = true;
        }

        return masked && text != request.Text ? new GuardrailDecision(GuardrailAction.Mask, text) : new GuardrailDecision(GuardrailAction.Allow, request.Text);
    }

    /// <summary>Decides as if every guardrail's engine had failed, where the text itself cannot be had.</summary>
    /// <param name="guardrails">The guardrails.</param>
    /// <param name="reason">Why there is no text.</param>
    /// <returns>Blocked by the first that does not let text pass while its engine fails; else allowed.</returns>
    public static GuardrailDecision DecideWithoutText(IEnumerable<Guardrail> guardrails, string reason)
    {
        ArgumentNullException.ThrowIfNull(guardrails);
        return guardrails.FirstOrDefault(guardrail => !guardrail.FailsOpen) is { } closed
            ? new GuardrailDecision(GuardrailAction.Block, "", reason, closed)
            : new GuardrailDecision(GuardrailAction.Allow, "");
    }

    private static GuardrailDecision? Blocked(IReadOnlyList<Guardrail> guardrails, GuardrailVerdict[] verdicts, GuardrailRequest request)
    {
        for (var i = 0; i < verdicts.Length; i++)
        {
            if (verdicts[i].Action == GuardrailAction.Block)
            {
                return new GuardrailDecision(GuardrailAction.Block, request.Text, verdicts[i].Reason, guardrails[i]);
            }

            if (verdicts[i].Action == GuardrailAction.Failed && !guardrails[i].FailsOpen)
            {
                return new GuardrailDecision(
                    GuardrailAction.Block, request.Text, $"The guardrail '{guardrails[i].Name}' is not available.", guardrails[i]);
            }
        }

        return null;
    }

    private async Task<GuardrailVerdict> AskAsync(
        Guardrail guardrail, GuardrailRequest request, ActivityContext parent, CancellationToken cancellationToken)
    {
        if (request.Input == GuardrailInput.Connection && !guardrail.Engine.ChecksConnections)
        {
            return GuardrailVerdict.Allow;
        }

        using var activity = GuardrailMetrics.Start(guardrail, request.Mode, parent);
        var start = time.GetTimestamp();
        var verdict = await TryAsync(guardrail, request, cancellationToken).ConfigureAwait(false);
        metrics.Record(guardrail, request.Mode, verdict.Action, time.GetElapsedTime(start), activity);
        if (verdict.Action == GuardrailAction.Failed)
        {
            LogFailed(guardrail.Name, guardrail.Entry.Engine, verdict.Reason!, guardrail.FailsOpen ? "passes" : "is blocked");
        }
        else if (verdict.Action == GuardrailAction.Block)
        {
            LogBlocked(guardrail.Name, request.Mode, request.Caller.SessionId);
        }

        return verdict;
    }

    private async Task<GuardrailVerdict> TryAsync(Guardrail guardrail, GuardrailRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(guardrail.Entry.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await guardrail.Engine.CheckAsync(request, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return GuardrailVerdict.Failed($"it gave no verdict within {guardrail.Entry.Timeout.TotalSeconds:0.###} s");
        }
#pragma warning disable CA1031 // An engine of somebody's own may throw anything; its text must not pass by that.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The message may quote the text.
            return GuardrailVerdict.Failed($"it threw {exception.GetType().Name}");
        }
    }

    [LoggerMessage(EventId = 1501, Level = LogLevel.Warning, Message = "Guardrail {Guardrail} ({Engine}) could not tell: {Reason}; the text {Consequence}")]
    private partial void LogFailed(string guardrail, string engine, string reason, string consequence);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Information, Message = "Guardrail {Guardrail} blocked ({Mode}) in session {SessionId}")]
    private partial void LogBlocked(string guardrail, GuardrailMode mode, string sessionId);
}

using System.Text;
using System.Text.RegularExpressions;

namespace Realtime.Guardrails.ContentFilter;

/// <inheritdoc/>
internal sealed class ContentFilterEngine(IReadOnlyList<FilterRule> rules) : IGuardrailEngine
{
    /// <inheritdoc/>
    public bool ChecksConnections => false;

    /// <inheritdoc/>
    public ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return new ValueTask<GuardrailVerdict>(Judge(request.Text));
        }
        catch (RegexMatchTimeoutException)
        {
            return new ValueTask<GuardrailVerdict>(GuardrailVerdict.Failed("a pattern took too long on the text"));
        }
    }

    private GuardrailVerdict Judge(string text)
    {
        // First all that block, so that no mask hides what another rule would have stopped.
        foreach (var rule in rules.Where(rule => rule.Blocks))
        {
            if (rule.Pattern.Find(text).Any())
            {
                return GuardrailVerdict.Block(rule.Reason);
            }
        }

        var masked = text;
        foreach (var rule in rules.Where(rule => !rule.Blocks))
        {
            masked = Mask(masked, rule);
        }

        return masked == text ? GuardrailVerdict.Allow : GuardrailVerdict.Mask(masked);
    }

    private static string Mask(string text, FilterRule rule)
    {
        StringBuilder? output = null;
        var position = 0;
        foreach (var match in rule.Pattern.Find(text))
        {
            (output ??= new StringBuilder(text.Length)).Append(text, position, match.Start - position).Append(rule.Redaction);
            position = match.Start + match.Length;
        }

        return output?.Append(text, position, text.Length - position).ToString() ?? text;
    }
}

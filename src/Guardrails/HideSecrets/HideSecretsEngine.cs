using System.Text;
using System.Text.RegularExpressions;

namespace Realtime.Guardrails.HideSecrets;

/// <inheritdoc/>
internal sealed class HideSecretsEngine : IGuardrailEngine
{
    private const string Redaction = "[REDACTED]";

    /// <inheritdoc/>
    public bool ChecksConnections => false;

    /// <inheritdoc/>
    public ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var text = SecretPatterns.All.Aggregate(request.Text, Hide);
            return new ValueTask<GuardrailVerdict>(text == request.Text ? GuardrailVerdict.Allow : GuardrailVerdict.Mask(text));
        }
        catch (RegexMatchTimeoutException)
        {
            return new ValueTask<GuardrailVerdict>(GuardrailVerdict.Failed("a pattern took too long on the text"));
        }
    }

    private static string Hide(string text, Regex pattern)
    {
        StringBuilder? output = null;
        var position = 0;
        foreach (Match match in pattern.Matches(text))
        {
            Capture secret = match.Groups["secret"] is { Success: true } group ? group : match;
            if (secret.Value == Redaction)
            {
                continue;
            }

            (output ??= new StringBuilder(text.Length)).Append(text, position, secret.Index - position).Append(Redaction);
            position = secret.Index + secret.Length;
        }

        return output?.Append(text, position, text.Length - position).ToString() ?? text;
    }
}

namespace Realtime.Guardrails;

/// <summary>An engine's answer.</summary>
public sealed record GuardrailVerdict
{
    private GuardrailVerdict(GuardrailAction action, string? text = null, string? reason = null) => (Action, Text, Reason) = (action, text, reason);

    /// <summary>Gets the verdict that lets the text go on.</summary>
    public static GuardrailVerdict Allow { get; } = new(GuardrailAction.Allow);

    /// <summary>Gets what the engine found.</summary>
    public GuardrailAction Action { get; }

    /// <summary>Gets the text that goes on in place of the one asked about; null unless it is masked.</summary>
    public string? Text { get; }

    /// <summary>Gets why it is blocked, in words that the client may read, or why the engine failed, in words for the log; null otherwise.</summary>
    public string? Reason { get; }

    /// <summary>Makes the verdict that replaces the text.</summary>
    /// <param name="text">What goes on instead.</param>
    /// <returns>The verdict.</returns>
    public static GuardrailVerdict Mask(string text) => new(GuardrailAction.Mask, text: text);

    /// <summary>Makes the verdict that stops the text.</summary>
    /// <param name="reason">Why. The client gets to read it: it names no host, no credential, and better not what was found.</param>
    /// <returns>The verdict.</returns>
    public static GuardrailVerdict Block(string reason) => new(GuardrailAction.Block, reason: reason);

    /// <summary>Makes the verdict of an engine that cannot tell: it is away, or its answer makes no sense.</summary>
    /// <param name="reason">Why. It goes to the log, without the text.</param>
    /// <returns>The verdict.</returns>
    public static GuardrailVerdict Failed(string reason) => new(GuardrailAction.Failed, reason: reason);
}

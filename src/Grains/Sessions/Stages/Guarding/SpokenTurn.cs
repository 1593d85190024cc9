using Realtime.Guardrails.Running;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>A spoken turn that waits for its transcript or its verdict.</summary>
/// <param name="itemId">The item that it is.</param>
/// <param name="previousId">The item before it; null: it is the first.</param>
/// <param name="isAutomatic">Whether the provider found its end, so that an answer is expected without being asked for.</param>
internal sealed class SpokenTurn(string itemId, string? previousId, bool isAutomatic)
{
    /// <summary>Gets the item that it is.</summary>
    public string ItemId { get; } = itemId;

    /// <summary>Gets the item before it; null: it is the first.</summary>
    public string? PreviousId { get; } = previousId;

    /// <summary>Gets a value indicating whether an answer is expected without being asked for.</summary>
    public bool IsAutomatic { get; } = isAutomatic;

    /// <summary>Gets or sets a value indicating whether its transcript is there, so that its verdict is under way.</summary>
    public bool IsTranscribed { get; set; }

    /// <summary>Gets or sets the verdict; null: it is not there.</summary>
    public GuardrailDecision? Decision { get; set; }
}

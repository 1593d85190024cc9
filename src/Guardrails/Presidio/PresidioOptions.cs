using System.Text.Json.Nodes;

namespace Realtime.Guardrails.Presidio;

/// <summary>What <c>presidio</c> looks for and does.</summary>
internal sealed record PresidioOptions
{
    /// <summary>Gets the guardrail's name, for the message of a block.</summary>
    public required string GuardrailName { get; init; }

    /// <summary>Gets the language of the texts.</summary>
    public required string Language { get; init; }

    /// <summary>Gets the entities to look for; empty for all that the analyzer knows.</summary>
    public required IReadOnlyList<string> Asked { get; init; }

    /// <summary>Gets the entities that block.</summary>
    public required IReadOnlySet<string> Blocked { get; init; }

    /// <summary>Gets the least scores by entity, or <c>ALL</c>.</summary>
    public required IReadOnlyDictionary<string, double> Thresholds { get; init; }

    /// <summary>Gets the entities that do not count.</summary>
    public required IReadOnlySet<string> Denied { get; init; }

    /// <summary>Gets which texts are looked at: <c>input</c>, <c>output</c> or <c>both</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets recognizers of the operator's own; null: none.</summary>
    public JsonArray? Recognizers { get; init; }
}

using System.Text.Json.Nodes;

namespace Realtime.Guardrails.Lakera;

/// <summary>How <c>lakera_v2</c> asks, and what follows.</summary>
/// <param name="Project">The project whose policy counts; null: the account's default.</param>
/// <param name="OnlyMonitors">Whether nothing is blocked or masked (<c>on_flagged: monitor</c>).</param>
/// <param name="Breakdown">Whether each detector's finding is asked for, without which nothing can be masked.</param>
/// <param name="Metadata">What is sent along; null: nothing.</param>
internal sealed record LakeraOptions(string? Project, bool OnlyMonitors, bool Breakdown, JsonObject? Metadata);

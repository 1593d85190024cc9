using System.Text.Json;

namespace Realtime.Guardrails.Http;

/// <summary>What an engine's service answered.</summary>
/// <param name="Json">The answer; an undefined element when there is none.</param>
/// <param name="Failure">Why there is none, in words for the log; null when there is one.</param>
internal readonly record struct EngineReply(JsonElement Json, string? Failure);

using System.Text.Json.Nodes;

namespace Realtime.Providers.Gemini.Responses;

/// <summary>A <c>response.create</c> that waits for the model's first output.</summary>
/// <param name="Metadata">The client's metadata.</param>
/// <param name="WritesText">Whether the answer is to be text; null: as the session has it.</param>
internal sealed record ResponseRequest(JsonNode? Metadata, bool? WritesText);

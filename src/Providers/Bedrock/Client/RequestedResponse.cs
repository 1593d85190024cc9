using System.Text.Json.Nodes;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>An answer that the client asked for.</summary>
/// <param name="Metadata">What is echoed, or null.</param>
/// <param name="IsTextOnly">Whether it wants text alone; null for what the session says.</param>
/// <param name="Instructions">Instructions of this answer alone, or null.</param>
internal sealed record RequestedResponse(JsonObject? Metadata, bool? IsTextOnly, string? Instructions);

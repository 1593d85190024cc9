using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Realtime.Simulator.Connections;
using Realtime.Simulator.Providers.Gemini;

namespace Realtime.Simulator.Providers.Vertex;

/// <summary>Vertex AI's edge: an OAuth token, or a key in express mode, both by header and refused before the upgrade.</summary>
internal sealed partial class VertexService : ILiveService
{
    public string Name => "vertex";

    public IReadOnlyList<string> Paths { get; } = ["/ws/google.cloud.aiplatform.{version}.LlmBidiService/BidiGenerateContent"];

    public LiveAdmission Admit(HttpRequest request)
    {
        var credential = Credential.Bearer(request) ?? (request.Headers["x-goog-api-key"].ToString() is { Length: > 0 } key ? key : null);
        return credential is null || credential.StartsWith("invalid", StringComparison.Ordinal) ? new(StatusCodes.Status401Unauthorized) : default;
    }

    public string? ModelOf(string setupModel) => Resource().Match(setupModel) is { Success: true } match ? match.Groups[1].Value : null;

    public JsonObject WriteUsage(LiveUsage usage) => new()
    {
        ["promptTokenCount"] = usage.Prompt.Total,
        ["candidatesTokenCount"] = usage.Response.Total,
        ["totalTokenCount"] = usage.Prompt.Total + usage.Response.Total,
        ["promptTokensDetails"] = GeminiService.Details(usage.Prompt),
        ["candidatesTokensDetails"] = GeminiService.Details(usage.Response),
        ["trafficType"] = "ON_DEMAND",
    };

    [GeneratedRegex("^(?:projects/[^/]+/locations/[^/]+/)?publishers/google/models/([^/]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Resource();
}

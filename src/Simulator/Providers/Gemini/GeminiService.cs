using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>Google AI Studio's edge: a key by header or query; a wrong one is noticed after the upgrade.</summary>
internal sealed class GeminiService : ILiveService
{
    private const string Prefix = "models/";

    public string Name => "gemini";

    public IReadOnlyList<string> Paths { get; } =
    [
        "/ws/google.ai.generativelanguage.{version}.GenerativeService.BidiGenerateContent",
        "/ws/google.ai.generativelanguage.{version}.GenerativeService.BidiGenerateContentConstrained",
    ];

    public LiveAdmission Admit(HttpRequest request)
    {
        var token = request.Headers.Authorization.ToString();
        var key = request.Path.Value!.EndsWith("Constrained", StringComparison.Ordinal)
            ? request.Query["access_token"].ToString() is { Length: > 0 } byQuery ? byQuery : token.StartsWith("Token ", StringComparison.Ordinal) ? token[6..] : ""
            : request.Headers["x-goog-api-key"].ToString() is { Length: > 0 } header ? header : request.Query["key"].ToString();
        return key.Length == 0 ? new(StatusCodes.Status403Forbidden)
            : key.StartsWith("invalid", StringComparison.Ordinal) ? new(CloseReason: "API key not valid. Please pass a valid API key.")
            : default;
    }

    public string? ModelOf(string setupModel) =>
        setupModel.StartsWith(Prefix, StringComparison.Ordinal) && setupModel.Length > Prefix.Length ? setupModel[Prefix.Length..] : null;

    public JsonObject WriteUsage(LiveUsage usage) => new()
    {
        ["promptTokenCount"] = usage.Prompt.Total,
        ["responseTokenCount"] = usage.Response.Total,
        ["totalTokenCount"] = usage.Prompt.Total + usage.Response.Total,
        ["promptTokensDetails"] = Details(usage.Prompt),
        ["responseTokensDetails"] = Details(usage.Response),
    };

    internal static JsonArray Details(TokenCount tokens)
    {
        var details = new JsonArray();
        foreach (var (modality, count) in new[] { ("TEXT", tokens.Text), ("AUDIO", tokens.Audio), ("IMAGE", tokens.Image) })
        {
            if (count > 0)
            {
                details.Add((JsonNode)new JsonObject { ["modality"] = modality, ["tokenCount"] = count });
            }
        }

        return details;
    }
}

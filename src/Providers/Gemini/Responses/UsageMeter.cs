using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Responses;

/// <summary>
/// Counts tokens by modality. Figures that come within one generation are successive states of it, so the last counts; generations add up.
/// </summary>
internal sealed class UsageMeter
{
    private static readonly string[] OutputNames = ["responseTokensDetails", "candidatesTokensDetails"];

    private TokenUsage? _sum;
    private TokenUsage? _generation;

    /// <summary>Takes a <c>usageMetadata</c>.</summary>
    /// <param name="usage">The object.</param>
    public void Add(JsonObject usage) => _generation = Read(usage);

    /// <summary>Notes that a generation is over.</summary>
    public void EndGeneration()
    {
        _sum = _generation is null ? _sum : _sum?.Plus(_generation) ?? _generation;
        _generation = null;
    }

    /// <summary>Takes out what was counted since the last response.</summary>
    /// <returns>The response's <c>usage</c>; null when the service told none yet, which is then counted for the next response.</returns>
    public JsonObject? Take()
    {
        EndGeneration();
        var usage = _sum;
        _sum = null;
        return usage?.ToJson();
    }

    private static TokenUsage Read(JsonObject usage)
    {
        var prompt = Count(usage, "promptTokenCount") + Count(usage, "toolUsePromptTokenCount");
        var thoughts = Count(usage, "thoughtsTokenCount");

        // AI Studio says response, Vertex AI candidates.
        var response = usage.Int("responseTokenCount") ?? Count(usage, "candidatesTokenCount");
        var input = Modalities(usage, ["promptTokensDetails"]).Plus(Modalities(usage, ["toolUsePromptTokensDetails"]));
        var output = Modalities(usage, OutputNames);
        var cached = Count(usage, "cachedContentTokenCount");
        return new TokenUsage
        {
            Input = prompt,
            Output = response + thoughts,
            Total = usage.Int("totalTokenCount") ?? prompt + response + thoughts,
            InputBy = input.Filled(prompt),
            OutputBy = output.Filled(response) with { Text = output.Filled(response).Text + thoughts },
            Cached = cached,
            CachedBy = Modalities(usage, ["cacheTokensDetails"]).Filled(cached),
        };
    }

    private static int Count(JsonObject usage, string name) => Math.Max(usage.Int(name) ?? 0, 0);

    private static ModalityTokens Modalities(JsonObject usage, ReadOnlySpan<string> names)
    {
        var sum = new ModalityTokens(0, 0, 0);
        foreach (var name in names)
        {
            foreach (var detail in (usage[name] as JsonArray ?? []).OfType<JsonObject>())
            {
                var count = Count(detail, "tokenCount");
                sum = detail.Text("modality") switch
                {
                    "AUDIO" => sum with { Audio = sum.Audio + count },
                    "IMAGE" or "VIDEO" => sum with { Image = sum.Image + count },
                    _ => sum with { Text = sum.Text + count },
                };
            }
        }

        return sum;
    }
}

using System.Text.Json;

namespace Realtime.Gateway.Admin.Spend;

/// <summary>A usage whose cost is asked for.</summary>
internal sealed record CalculateSpendRequest
{
    /// <summary>The model: a name of the configuration, or a provider's.</summary>
    public string? Model { get; init; }

    /// <summary>The usage, as in response.done or in a transcription.</summary>
    public JsonElement? Usage { get; init; }

    /// <summary>In their place a response with model and usage in it.</summary>
    public JsonElement? CompletionResponse { get; init; }
}

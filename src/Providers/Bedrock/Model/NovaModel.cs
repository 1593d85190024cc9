namespace Realtime.Providers.Bedrock.Model;

/// <summary>What one generation of Nova Sonic can do.</summary>
/// <param name="TakesTextTurns">Whether text within the session is answered; the first generation answers only speech.</param>
/// <param name="HasTurnSensitivity">Whether it can be told how soon a pause ends a turn.</param>
/// <param name="MaxTokens">The limit of tokens when the client sets none.</param>
internal sealed record NovaModel(bool TakesTextTurns, bool HasTurnSensitivity, int MaxTokens)
{
    private static readonly NovaModel First = new(TakesTextTurns: false, HasTurnSensitivity: false, MaxTokens: 1024);

    private static readonly NovaModel Second = new(TakesTextTurns: true, HasTurnSensitivity: true, MaxTokens: 10_000);

    /// <summary>Finds the generation of a model's id.</summary>
    /// <param name="id">The id, as <c>amazon.nova-2-sonic-v1:0</c>, or an ARN that ends with it.</param>
    /// <returns>The generation; the present one for ids that are not known.</returns>
    public static NovaModel For(string id) => id.Contains("nova-sonic", StringComparison.OrdinalIgnoreCase) ? First : Second;
}

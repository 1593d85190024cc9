using Realtime.Configuration;

namespace Realtime.Grains.Sessions.Guards;

/// <summary>Which providers answer a spoken turn before they are asked to.</summary>
internal static class UnaskedAnswers
{
    /// <summary>Says whether a provider answers a spoken turn as soon as it has understood it, unless it is kept from that by settings.</summary>
    /// <param name="provider">The provider.</param>
    /// <returns>Whether.</returns>
    public static bool AreGivenBy(string provider) => provider is ProviderNames.Gemini or ProviderNames.VertexAI || AreAlwaysGivenBy(provider);

    /// <summary>Says whether a provider does so whatever settings say.</summary>
    /// <param name="provider">The provider; null: none at this time.</param>
    /// <returns>Whether.</returns>
    public static bool AreAlwaysGivenBy(string? provider) => provider == ProviderNames.Bedrock;
}

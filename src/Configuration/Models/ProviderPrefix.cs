namespace Realtime.Configuration.Models;

/// <summary>Takes LiteLLM's <c>provider/model</c> apart.</summary>
internal static class ProviderPrefix
{
    /// <summary>Splits a model's name.</summary>
    /// <param name="model">The name, with or without a provider's prefix.</param>
    /// <param name="customProvider"><c>custom_llm_provider</c>, which decides when given.</param>
    /// <returns>The provider, and its own name of the model. A name without a known prefix is OpenAI's.</returns>
    public static (string Provider, string Model) Split(string model, string? customProvider)
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash > 0 ? model[..slash] : "";
        if (customProvider is not null)
        {
            return (customProvider, prefix == customProvider ? model[(slash + 1)..] : model);
        }

        return ProviderCatalog.IsKnown(prefix) ? (prefix, model[(slash + 1)..]) : (ProviderNames.OpenAI, model);
    }
}

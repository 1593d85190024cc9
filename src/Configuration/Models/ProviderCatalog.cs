using System.Collections.Frozen;

namespace Realtime.Configuration.Models;

/// <summary>The provider names that LiteLLM knows as a prefix, with and without realtime models here.</summary>
internal static class ProviderCatalog
{
    private static readonly FrozenSet<string> _realtime = new[]
    {
        ProviderNames.OpenAI, ProviderNames.Azure, ProviderNames.AzureAI, ProviderNames.XAI, ProviderNames.HostedVllm,
        ProviderNames.Vllm, ProviderNames.LiteLlmProxy, ProviderNames.CustomOpenAI, ProviderNames.Gemini, ProviderNames.VertexAI,
        ProviderNames.Bedrock, ProviderNames.DashScope,
    }.ToFrozenSet(StringComparer.Ordinal);

    // A file that LiteLLM's users bring has chat, image and speech models too; these prefixes must not be taken for OpenAI's.
    private static readonly FrozenSet<string> _others = new[]
    {
        "ai21", "ai21_chat", "aiml", "aleph_alpha", "amazon_nova", "anthropic", "anthropic_text", "anyscale", "assemblyai", "azure_text",
        "baseten", "bytez", "cerebras", "chatgpt", "clarifai", "cloudflare", "codestral", "cohere", "cohere_chat", "cometapi",
        "compactifai", "databricks", "datarobot", "deepgram", "deepinfra", "deepseek", "docker_model_runner", "elevenlabs",
        "empower", "fal_ai", "featherless_ai", "fireworks_ai", "friendliai", "galadriel", "gigachat", "github", "github_copilot",
        "gradient_ai", "groq", "heroku", "huggingface", "hyperbolic", "infinity", "jina_ai", "lambda_ai", "lemonade", "llamafile",
        "lm_studio", "maritalk", "meta", "meta_llama", "minimax", "mistral", "moonshot", "morph", "nebius", "nlp_cloud", "novita",
        "nscale", "nvidia_nim", "oci", "ollama", "ollama_chat", "oobabooga", "openai_like", "openrouter", "ovhcloud", "palm",
        "perplexity", "petals", "predibase", "recraft", "replicate", "runwayml", "sagemaker", "sagemaker_chat", "sambanova", "sarvam",
        "snowflake", "soniox", "stability", "text-completion-codestral", "text-completion-openai", "together_ai", "topaz", "triton",
        "v0", "vercel_ai_gateway", "vertex_ai_beta", "volcengine", "voyage", "wandb", "watsonx", "watsonx_text", "xinference", "zai",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets the providers whose realtime models can be served, in alphabetical order.</summary>
    public static IEnumerable<string> Realtime => _realtime.Order(StringComparer.Ordinal);

    public static bool IsRealtime(string provider) => _realtime.Contains(provider);

    public static bool IsKnown(string provider) => _realtime.Contains(provider) || _others.Contains(provider);
}

namespace Realtime.Configuration;

/// <summary>The values that <see cref="Deployment.Provider"/> takes: LiteLLM's names of the providers that have realtime models.</summary>
public static class ProviderNames
{
    /// <summary>OpenAI, and any server that speaks its protocol at <c>api_base</c>.</summary>
    public const string OpenAI = "openai";

    /// <summary>Azure OpenAI.</summary>
    public const string Azure = "azure";

    /// <summary>Azure AI Foundry; realtime models there are reached as Azure OpenAI's.</summary>
    public const string AzureAI = "azure_ai";

    /// <summary>xAI (Grok voice).</summary>
    public const string XAI = "xai";

    /// <summary>A vLLM server; speaks OpenAI's protocol at <c>api_base</c>.</summary>
    public const string HostedVllm = "hosted_vllm";

    /// <summary>A vLLM server, by its older name.</summary>
    public const string Vllm = "vllm";

    /// <summary>Alibaba Cloud's DashScope (Qwen-Omni); speaks OpenAI's protocol in the beta form.</summary>
    public const string DashScope = "dashscope";

    /// <summary>Another gateway that speaks OpenAI's protocol at <c>api_base</c>.</summary>
    public const string LiteLlmProxy = "litellm_proxy";

    /// <summary>A server that speaks OpenAI's protocol at <c>api_base</c>.</summary>
    public const string CustomOpenAI = "custom_openai";

    /// <summary>Gemini Live by an API key of Google AI Studio.</summary>
    public const string Gemini = "gemini";

    /// <summary>Gemini Live on Vertex AI.</summary>
    public const string VertexAI = "vertex_ai";

    /// <summary>Amazon Bedrock (Nova Sonic).</summary>
    public const string Bedrock = "bedrock";
}

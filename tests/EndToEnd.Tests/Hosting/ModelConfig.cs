namespace Realtime.EndToEnd.Tests.Hosting;

/// <summary>The configuration of the gateways under test: one model for each form of a provider.</summary>
internal static class ModelConfig
{
    /// <summary>OpenAI, whose form is GA.</summary>
    public const string OpenAi = "voice";

    /// <summary>Azure's v1 path, GA.</summary>
    public const string Azure = "azure-v1";

    /// <summary>Azure's dated versions, beta.</summary>
    public const string AzurePreview = "azure-preview";

    /// <summary>xAI, whose form is near GA.</summary>
    public const string Xai = "grok";

    /// <summary>Gemini Live on AI Studio.</summary>
    public const string Gemini = "gemini";

    /// <summary>Gemini Live on Vertex AI.</summary>
    public const string Vertex = "vertex";

    /// <summary>The name that LiteLLM's documentation gives to its example, here OpenAI in GA form.</summary>
    public const string LiteLlm = "openai-gpt-4o-realtime-audio";

    /// <summary>What the provider calls <see cref="LiteLlm"/>.</summary>
    public const string LiteLlmUpstream = "gpt-realtime-documented";

    /// <summary>Nova Sonic on Amazon Bedrock, whose protocol is another.</summary>
    public const string Bedrock = "sonic";

    /// <summary>A server of one's own that speaks OpenAI's protocol.</summary>
    public const string Vllm = "own-server";

    /// <summary>Azure's Foundry.</summary>
    public const string Foundry = "foundry";

    /// <summary>Alibaba Cloud's DashScope.</summary>
    public const string DashScope = "qwen";

    public static string Write(Uri provider, Uri bedrock, string masterKey) => $"""
        model_list:
          - model_name: {OpenAi}
            litellm_params:
              model: openai/gpt-realtime
              api_base: {provider}v1
              api_key: sk-provider
          - model_name: {LiteLlm}
            litellm_params:
              model: openai/{LiteLlmUpstream}
              api_base: {provider}v1
              api_key: sk-provider
          - model_name: {Azure}
            litellm_params:
              model: azure/gpt-realtime
              api_base: {provider}
              api_key: azure-key
              realtime_protocol: GA
          - model_name: {AzurePreview}
            litellm_params:
              model: azure/gpt-4o-realtime-preview
              api_base: {provider}
              api_key: azure-key
              api_version: 2024-10-01-preview
          - model_name: {Xai}
            litellm_params:
              model: xai/grok-voice-latest
              api_base: {provider}xai/v1
              api_key: xai-key
          - model_name: {Gemini}
            litellm_params:
              model: gemini/gemini-3.8-live
              api_base: {provider}
              api_key: gemini-key
          - model_name: {Vertex}
            litellm_params:
              model: vertex_ai/gemini-live-2.5-flash-native-audio
              api_base: {provider}
              api_key: vertex-key
              vertex_project: p1
          - model_name: {Bedrock}
            litellm_params:
              model: bedrock/amazon.nova-2-sonic-v1:0
              aws_access_key_id: AKIDEXAMPLE
              aws_secret_access_key: wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
              aws_region_name: us-east-1
              aws_bedrock_runtime_endpoint: {bedrock}
          - model_name: {Vllm}
            litellm_params:
              model: hosted_vllm/qwen-omni
              api_base: {provider}v1
              api_key: sk-own-server
          - model_name: {Foundry}
            litellm_params:
              model: azure_ai/gpt-realtime-foundry
              api_base: {provider}
              api_key: azure-key
          - model_name: {DashScope}
            litellm_params:
              model: dashscope/qwen3-omni-flash-realtime
              api_base: {provider}api-ws/v1
              api_key: sk-dashscope
        guardrails:
          - guardrail_name: away
            litellm_params:
              guardrail: generic_guardrail_api
              mode: pre_call
              api_base: http://127.0.0.1:1
        general_settings:
          master_key: {masterKey}
          overload_lag: 0
        """;
}

namespace Realtime.Bench.Runner.Targets;

/// <summary>The configuration of the gateway and the silo: one model, one key.</summary>
internal static class GatewayConfiguration
{
    private const string Guardrails = """
        guardrails:
          - guardrail_name: words
            litellm_params:
              guardrail: litellm_content_filter
              mode: pre_call
              default_on: true
              blocked_words: [{keyword: nobody says this, action: BLOCK}]
        """;

    /// <summary>The model's parameters where the upstream speaks OpenAI's protocol.</summary>
    public static string OpenAi(UpstreamPorts upstream) =>
        $$"""{ model: openai/bench, api_base: "http://127.0.0.1:{{upstream.WebSocket}}/v1", api_key: sk-up }""";

    /// <summary>The model's parameters where the upstream speaks Gemini's.</summary>
    public static string Gemini(UpstreamPorts upstream) =>
        $$"""{ model: gemini/gemini-3.8-live, api_base: "http://127.0.0.1:{{upstream.WebSocket}}", api_key: key }""";

    /// <summary>The model's parameters where the upstream speaks Nova Sonic's.</summary>
    public static string Bedrock(UpstreamPorts upstream) =>
        $$"""
        { model: "bedrock/amazon.nova-2-sonic-v1:0", aws_access_key_id: key, aws_secret_access_key: secret, aws_region_name: us-east-1, aws_bedrock_runtime_endpoint: "http://127.0.0.1:{{upstream.Stream}}" }
        """;

    /// <summary>Writes it into a directory and gives the file's path.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="isGuarded">Whether each session has a guardrail on what is written in it.</param>
    public static string Write(string directory, string parameters, bool isGuarded = false)
    {
        var file = Path.Combine(directory, "config.yaml");
        File.WriteAllText(file, $"""
            model_list:
              - model_name: bench
                litellm_params: {parameters}
            general_settings:
              master_key: sk-bench
            {(isGuarded ? Guardrails : "")}

            """);
        return file;
    }
}

using System.Globalization;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>Writes the configuration of clusters whose deployments are simulators.</summary>
internal static class ChaosModels
{
    /// <summary>A deployment of OpenAI's protocol in the group <c>voice</c>; its id is <c>simulator-PORT</c>.</summary>
    /// <param name="port">The simulator's port.</param>
    /// <param name="more">More of its <c>litellm_params</c>, in flow style.</param>
    /// <param name="host">Where the simulator is found.</param>
    public static string OpenAi(int port, string more = "", string host = "127.0.0.1") => Deployment("openai/m", port, more, host);

    /// <summary>A deployment of Gemini Live in the same group.</summary>
    /// <param name="port">The simulator's port.</param>
    /// <param name="more">More of its <c>litellm_params</c>, in flow style.</param>
    public static string Gemini(int port, string more = "") => Deployment("gemini/gemini-3.8-live", port, more, "127.0.0.1");

    /// <summary>The id of a simulator's deployment.</summary>
    public static string IdOf(int port) => string.Create(CultureInfo.InvariantCulture, $"simulator-{port}");

    /// <summary>The whole file, which ends in <c>general_settings</c>.</summary>
    public static string Config(string deployments, string routing) => $"""
        model_list:
        {deployments}
        router_settings: {"{"}{routing}{"}"}
        general_settings:
          master_key: {ChaosCluster.MasterKey}
          drain_timeout: 15
          overload_lag: 0
          resume_window: 30
        """;

    private static string Deployment(string model, int port, string more, string host) => string.Create(CultureInfo.InvariantCulture, $$"""
          - model_name: voice
            litellm_params: {model: {{model}}, api_base: "http://{{host}}:{{port}}", api_key: sk-provider{{(more.Length == 0 ? "" : ", " + more)}}}
            model_info: {id: {{IdOf(port)}}}

        """);
}

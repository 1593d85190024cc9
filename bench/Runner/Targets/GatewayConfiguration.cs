namespace Realtime.Bench.Runner.Targets;

/// <summary>The configuration of the gateway and the silo: one model, one key.</summary>
internal static class GatewayConfiguration
{
    /// <summary>Writes it into a directory and gives the file's path.</summary>
    public static string Write(string directory, int upstream)
    {
        var file = Path.Combine(directory, "config.yaml");
        File.WriteAllText(file, $"""
            model_list:
              - model_name: bench
                litellm_params:
                  model: openai/bench
                  api_base: http://127.0.0.1:{upstream}/v1
                  api_key: sk-up
            general_settings:
              master_key: sk-bench

            """);
        return file;
    }
}

using Realtime.Configuration.CommandLine;
using Realtime.Configuration.Loading;
using Realtime.Protocol.Translation;

namespace Realtime.Configuration.Tests;

/// <summary>A file as users of LiteLLM have it, read from the disk.</summary>
public sealed class RealisticConfigTests
{
    private const string Secret = "s3cr3t";

    private static readonly string _path = Path.Combine(AppContext.BaseDirectory, "Configs", "litellm.yaml");

    private static readonly Dictionary<string, string> _environment = new()
    {
        ["OPENAI_API_KEY"] = $"sk-{Secret}-openai",
        ["AZURE_SWEDEN_API_BASE"] = $"https://user:{Secret}@sweden.openai.azure.com",
        ["AZURE_SWEDEN_API_KEY"] = $"{Secret}-azure",
        ["XAI_API_KEY"] = $"xai-{Secret}",
        ["GEMINI_API_KEY"] = $"{Secret}-gemini",
        ["VERTEX_KEY"] = $"{Secret}-vertex",
        ["AWS_ACCESS_KEY_ID"] = $"{Secret}-id",
        ["AWS_SECRET_ACCESS_KEY"] = $"{Secret}-aws",
        ["ANTHROPIC_API_KEY"] = $"{Secret}-anthropic",
        ["LITELLM_MASTER_KEY"] = $"sk-{Secret}-master",
        ["DATABASE_URL"] = $"postgres://u:{Secret}@db/realtime",
    };

    [Fact]
    public void Load_reads_all_of_it()
    {
        var result = ConfigLoader.Load(_path, _environment);

        result.Problems.ShouldBeEmpty();
        var config = result.Config.ShouldNotBeNull();
        config.Deployments.Select(d => d.Provider)
            .ShouldBe(["openai", "azure", "azure", "xai", "hosted_vllm", "openai", "gemini", "vertex_ai", "bedrock"]);
        config.Deployments.Select(d => d.Dialect == Dialect.Beta).ShouldBe([false, true, false, false, false, false, false, false, false]);
        config.Models.Resolve("gpt-4o-realtime-preview").ShouldNotBeNull().Deployments.Count.ShouldBe(2);
        config.Models.Resolve("openai/gpt-realtime").ShouldNotBeNull().Deployments[0].ProviderModel.ShouldBe("gpt-realtime");
        config.Deployments[7].Vertex.Credentials!.Reveal().ShouldContain($"\"private_key\":\"{Secret}-vertex\"");
        (config.Router.NumRetries, config.Router.EnableTagFiltering).ShouldBe((3, true));
        config.Router.Fallbacks["openai-gpt-4o-realtime-audio"].ShouldBe(["azure-realtime", "claude"]);
        config.LiteLlm.LoggedEventTypes.ShouldBe(["session.created", "response.done"]);
        config.General.MaxSessionDuration.ShouldBe(TimeSpan.FromHours(1));
        config.Guardrails[0].Modes.ShouldBe([GuardrailMode.PreCall, GuardrailMode.RealtimeInputTranscription]);
        (config.Guardrails[0].DefaultOn, config.Guardrails[0].EndSessionOnViolation).ShouldBe((true, true));
        config.Guardrails[0].Parameters.Find("pii_entities_config").ShouldNotBeNull();
        config.Guardrails[1].ModesByTag["strict"].ShouldBe([GuardrailMode.PostCall]);
        (config.Guardrails[1].Modes[0], config.Guardrails[1].EndSessionAfterFails).ShouldBe((GuardrailMode.LoggingOnly, 3));
    }

    [Fact]
    public void CheckConfig_prints_every_deployment_and_no_secret()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        CheckConfigCommand.Run(_path, _environment, output, error).ShouldBe(0);

        var text = output.ToString();
        text.ShouldNotContain(Secret);
        error.ToString().ShouldBeEmpty();
        text.ShouldMatch(@"openai-gpt-4o-realtime-audio +azure-sweden +azure +gpt-4o-realtime-preview +sweden\.openai\.azure\.com +beta +key: set +10s +order=2");
        text.ShouldMatch(@"local-voice +\w+ +hosted_vllm +qwen-omni +vllm\.internal:8000 +GA +key: unset");
        text.ShouldContain("9 deployment(s), 8 listed model(s), 2 guardrail(s); master key: set");
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Realtime.Gateway.Tests.Running;
using Realtime.Simulator.Hosting;

namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>A gateway with a guardrail for each engine and mode, in front of the simulator of every provider.</summary>
public sealed class GuardFixture : IAsyncLifetime
{
    /// <summary>The engines, with whether they mask.</summary>
    internal static readonly IReadOnlyDictionary<string, bool> Engines = new Dictionary<string, bool>
    {
        ["litellm_content_filter"] = true, ["presidio"] = true, ["openai_moderation"] = false, ["azure/prompt_shield"] = false,
        ["azure/text_moderations"] = false, ["bedrock"] = true, ["lakera_v2"] = true, ["model_armor"] = true, ["aim"] = true,
        ["generic_guardrail_api"] = true, ["hide-secrets"] = true,
    };

    private static readonly string[] _modes = ["pre_call", "realtime_input_transcription", "post_call"];

    internal SimulatorHost Simulator { get; private set; } = null!;

    internal RunningGateway Gateway { get; private set; } = null!;

    private EngineHost Host { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await EngineHost.StartAsync();
        Simulator = await SimulatorHost.StartAsync(new SimulatorOptions { AudioPace = 1000, WordDelay = TimeSpan.Zero, NovaPauseScale = 0.2 });
        Gateway = await RunningGateway.StartAsync(Config());
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Simulator.DisposeAsync();
        await Host.DisposeAsync();
    }

    private string Config()
    {
        var yaml = new StringBuilder();
        yaml.Append(CultureInfo.InvariantCulture, $"""
            model_list:
              - {"{"}model_name: openai, litellm_params: {"{"}model: openai/gpt-realtime, api_base: "{Simulator.BaseAddress}", api_key: sk-p{"}}"}
              - {"{"}model_name: closed, litellm_params: {"{"}model: openai/gpt-realtime, api_base: "{Simulator.BaseAddress}", api_key: sk-p{"}}"}
              - {"{"}model_name: guarded, litellm_params: {"{"}model: openai/gpt-realtime, api_base: "{Simulator.BaseAddress}", api_key: sk-p, guardrails: [generic_guardrail_api-pre_call]{"}}"}
              - {"{"}model_name: azure, litellm_params: {"{"}model: azure/gpt-realtime, api_base: "{Simulator.BaseAddress}", api_key: k, realtime_protocol: GA{"}}"}
              - {"{"}model_name: azure-beta, litellm_params: {"{"}model: azure/gpt-4o-realtime-preview, api_base: "{Simulator.BaseAddress}", api_key: k, api_version: 2024-10-01-preview{"}}"}
              - {"{"}model_name: xai, litellm_params: {"{"}model: xai/grok-voice-latest, api_base: "{Simulator.BaseAddress}xai/v1", api_key: k{"}}"}
              - {"{"}model_name: gemini, litellm_params: {"{"}model: gemini/gemini-live-2.5-flash, api_base: "{Simulator.BaseAddress}", api_key: k{"}}"}
              - {"{"}model_name: vertex, litellm_params: {"{"}model: vertex_ai/gemini-live-2.5-flash-native-audio, api_base: "{Simulator.BaseAddress}", api_key: k, vertex_project: p1{"}}"}
              - {"{"}model_name: nova, litellm_params: {"{"}model: "bedrock/amazon.nova-2-sonic-v1:0", aws_bedrock_runtime_endpoint: "{Simulator.BedrockAddress}", aws_region_name: us-east-1, aws_access_key_id: AKIDEXAMPLE, aws_secret_access_key: wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY{"}}"}
            general_settings:
              master_key: {RunningGateway.MasterKey}
            guardrails:

            """);
        foreach (var engine in Engines.Keys)
        {
            foreach (var mode in _modes.Where(mode => engine != "azure/prompt_shield" || mode != "post_call"))
            {
                Add(yaml, engine, mode, $"{engine}-{mode}", "fail_closed");
                if (engine == "generic_guardrail_api")
                {
                    Add(yaml, engine, mode, $"open-{mode}", "fail_open");
                }
            }
        }

        return yaml.ToString();
    }

    private void Add(StringBuilder yaml, string engine, string mode, string name, string fallback)
    {
        yaml.Append(CultureInfo.InvariantCulture, $"  - guardrail_name: {name}\n    litellm_params:\n      guardrail: {engine}\n      mode: {mode}\n      unreachable_fallback: {fallback}\n");
        foreach (var line in Parameters(engine))
        {
            yaml.Append("      ").Append(line).Append('\n');
        }
    }

    private string[] Parameters(string engine) => engine switch
    {
        "litellm_content_filter" =>
        [
            "blocked_words: [{keyword: forbidden, action: BLOCK}, {keyword: hidden, action: MASK}]", $"keyword_redaction_tag: '{EngineHost.Mask}'",
        ],
        "presidio" =>
        [
            $"presidio_analyzer_api_base: {Host.Address}", $"presidio_anonymizer_api_base: {Host.Address}", "pii_entities_config: {CURSE: BLOCK, WORD: MASK}",
        ],
        "openai_moderation" => [$"api_base: {Host.Address}v1", "api_key: k"],
        "bedrock" =>
        [
            $"api_base: {Host.Address}", "guardrailIdentifier: g", "guardrailVersion: '1'", "aws_region_name: us-east-1", "aws_access_key_id: a",
            "aws_secret_access_key: b",
        ],
        "model_armor" =>
        [
            $"api_endpoint: {Host.Address}", "template_id: t", "project_id: p", "mask_request_content: true", "mask_response_content: true",
            $"credentials: '{Account()}'",
        ],
        "hide-secrets" => [],
        _ => [$"api_base: {Host.Address}", "api_key: k"],
    };

    private string Account()
    {
        using var rsa = RSA.Create(2048);
        return JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["type"] = "service_account", ["project_id"] = "p", ["private_key_id"] = "k", ["private_key"] = rsa.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = "a@p.iam.gserviceaccount.com", ["client_id"] = "1", ["token_uri"] = Host.Address + "token",
        });
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Realtime.Configuration;
using Realtime.Gateway.Tests.Running;
using Realtime.Guardrails;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;

namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>A gateway with a guardrail for each engine and mode, in front of the simulator of every provider.</summary>
public sealed partial class GuardFixture : IAsyncLifetime
{
    private static int _number;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, string> _marks = [];

    internal SimulatorHost Simulator { get; private set; } = null!;

    internal RunningGateway Gateway { get; private set; } = null!;

    internal EngineHost Host { get; private set; } = null!;

    /// <summary>Gives a number that no other case has.</summary>
    internal static int NextNumber() => Interlocked.Increment(ref _number);

    /// <summary>Names the guardrail of an engine in a mode.</summary>
    internal static string NameOf(string engine, GuardrailMode mode, bool opens = false) => $"{engine}-{GuardrailModes.Name(mode)}{(opens ? "-open" : "")}";

    /// <summary>Gets the provider's connections of a session, one after the other, by a word that is in its settings.</summary>
    internal IReadOnlyList<SimulatedConnection> Connections(string mark)
    {
        lock (_gate)
        {
            // Each is read for its mark once, since there are thousands.
            var all = Simulator.Connections;
            foreach (var connection in all.Where(connection => !_marks.ContainsKey(connection.Number)))
            {
                if (connection.Received.Select(received => Mark().Match(received.Text)).FirstOrDefault(match => match.Success) is { } match)
                {
                    _marks[connection.Number] = match.Value;
                }
            }

            return [.. all.Where(connection => _marks.GetValueOrDefault(connection.Number) == mark)];
        }
    }

    public async ValueTask InitializeAsync()
    {
        Host = await EngineHost.StartAsync();
        Simulator = await SimulatorHost.StartAsync(new SimulatorOptions { AudioPace = 1000, WordDelay = TimeSpan.Zero, NovaPauseScale = 0.2, InspectionConnectionLimit = 10_000 });
        Gateway = await RunningGateway.StartAsync(Config());
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Simulator.DisposeAsync();
        await Host.DisposeAsync();
    }

    [GeneratedRegex("mark[0-9a-f]{10}", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

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
            litellm_settings:
              callbacks: [generic_api]
              logged_real_time_event_types: [conversation.item.create, response.done]
            callback_settings:
              generic_api:
                callback_type: generic_api
                endpoint: {Host.Address}usage
            guardrails:

            """);
        foreach (var mode in MatrixCases.Modes)
        {
            foreach (var engine in EngineSettings.Names.Where(engine => MatrixCases.Refusal(engine, mode) is null))
            {
                Add(yaml, engine, mode, opens: false);
                if (EngineSettings.CallsService(engine))
                {
                    Add(yaml, engine, mode, opens: true);
                }
            }
        }

        return yaml.ToString();
    }

    private void Add(StringBuilder yaml, string engine, GuardrailMode mode, bool opens)
    {
        string[] lines =
        [
            $"guardrail: {engine}", $"mode: {GuardrailModes.Name(mode)}", $"unreachable_fallback: {(opens ? "fail_open" : "fail_closed")}",

            // A busy machine is no engine that is away.
            "timeout: 60",
            .. EngineSettings.Lines(engine, Host.Address),
        ];
        yaml.Append(CultureInfo.InvariantCulture, $"  - guardrail_name: {NameOf(engine, mode, opens)}\n    litellm_params:\n");
        foreach (var line in lines)
        {
            yaml.Append("      ").Append(line).Append('\n');
        }
    }
}

using Realtime.Simulator.Hosting;

namespace Realtime.Gateway.Tests.Running;

/// <summary>A gateway in front of the simulator of all providers, whose connections the tests break.</summary>
public sealed class ReplacementFixture : IAsyncLifetime
{
    private RunningGateway? _gateway;
    private SimulatorHost? _simulator;
    private SimulatorHost? _shortLived;

    internal RunningGateway Gateway => _gateway ?? throw new InvalidOperationException("The gateway is not started.");

    internal SimulatorHost Simulator => _simulator ?? throw new InvalidOperationException("The simulator is not started.");

    /// <summary>Gets a provider that ends each session after four seconds.</summary>
    internal SimulatorHost ShortLived => _shortLived ?? throw new InvalidOperationException("The simulator is not started.");

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        _shortLived = await SimulatorHost.StartAsync(new SimulatorOptions { SessionLength = TimeSpan.FromSeconds(4) });
        _gateway = await RunningGateway.StartAsync(Config(_simulator.BaseAddress, _shortLived.BaseAddress));
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        foreach (var simulator in new[] { _simulator, _shortLived }.OfType<SimulatorHost>())
        {
            await simulator.DisposeAsync();
        }
    }

    private static string Config(Uri provider, Uri shortLived) => $"""
        model_list:
          - model_name: voice
            litellm_params:
              model: openai/gpt-voice
              api_base: {provider}v1
              api_key: sk-provider
          - model_name: closing
            litellm_params:
              model: openai/gpt-closing
              api_base: {provider}v1
              api_key: sk-provider
              on_upstream_loss: close
          - model_name: renewed
            litellm_params:
              model: openai/gpt-renewed
              api_base: {provider}v1
              api_key: sk-provider
              connection_limit: 4
          - model_name: expiring
            litellm_params:
              model: openai/gpt-expiring
              api_base: {shortLived}v1
              api_key: sk-provider
          - model_name: from-openai
            litellm_params:
              model: openai/gpt-from
              api_base: {provider}v1
              api_key: sk-provider
          - model_name: to-gemini
            litellm_params:
              model: gemini/gemini-live-to
              api_base: {provider}
              api_key: gemini-key
          - model_name: from-gemini
            litellm_params:
              model: gemini/gemini-live-from
              api_base: {provider}
              api_key: gemini-key
          - model_name: to-azure
            litellm_params:
              model: azure/gpt-to
              api_base: {provider}
              api_key: azure-key
              api_version: 2024-10-01-preview
        router_settings:
          num_retries: 0
          fallbacks:
            - from-openai: [to-gemini]
            - from-gemini: [to-azure]
        general_settings:
          master_key: {RunningGateway.MasterKey}
        """;
}

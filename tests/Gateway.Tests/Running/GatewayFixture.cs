namespace Realtime.Gateway.Tests.Running;

/// <summary>One gateway with a master key in front of a scripted provider, for all tests that need nothing else.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    public const string ProviderKey = "sk-provider-key-that-stays-inside";

    private RunningGateway? _gateway;
    private ScriptedProvider? _provider;

    internal RunningGateway Gateway => _gateway ?? throw new InvalidOperationException("The gateway is not started.");

    internal ScriptedProvider Provider => _provider ?? throw new InvalidOperationException("The provider is not started.");

    public async ValueTask InitializeAsync()
    {
        _provider = await ScriptedProvider.StartAsync();
        _gateway = await RunningGateway.StartAsync(Config(_provider.Address));
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }
    }

    /// <summary>Gets a model that no other test uses, by both its names.</summary>
    internal static (string Ours, string Providers) NewModel(string group = "ga")
    {
        var name = "m" + Guid.NewGuid().ToString("N")[..12];
        return ($"{group}/{name}", name);
    }

    // The provider's ends are what most tests are about; those about sessions that outlive them say so.
    private static string Config(Uri provider) => $"""
        router_settings:
          on_upstream_loss: close
        model_list:
          - model_name: "ga/*"
            litellm_params:
              model: "openai/*"
              api_base: {provider}
              api_key: {ProviderKey}
              timeout: 15
          - model_name: "beta/*"
            litellm_params:
              model: "openai/*"
              api_base: {provider}
              api_key: {ProviderKey}
              realtime_protocol: beta
          - model_name: "impatient/*"
            litellm_params:
              model: "openai/*"
              api_base: {provider}
              api_key: {ProviderKey}
              timeout: 0.5
          - model_name: "short/*"
            litellm_params:
              model: "openai/*"
              api_base: {provider}
              api_key: {ProviderKey}
              max_session_duration: 1
          - model_name: "idle/*"
            litellm_params:
              model: "openai/*"
              api_base: {provider}
              api_key: {ProviderKey}
              idle_timeout: 2
          - model_name: two
            litellm_params:
              model: openai/two-first
              api_base: {provider}
              api_key: {ProviderKey}
              order: 1
          - model_name: two
            litellm_params:
              model: openai/two-second
              api_base: {provider}
              api_key: {ProviderKey}
              order: 2
          - model_name: named
            litellm_params:
              model: openai/provider-name
              api_base: {provider}v1
              api_key: {ProviderKey}
              organization: org-1
              extra_query:
                flavour: sweet
              extra_headers:
                x-extra: yes-please
          - model_name: azure-preview
            litellm_params:
              model: azure/dep1
              api_base: {provider}
              api_key: {ProviderKey}
              api_version: 2024-10-01-preview
          - model_name: azure-ga
            litellm_params:
              model: azure/dep2
              api_base: {provider}
              api_key: {ProviderKey}
              realtime_protocol: GA
          - model_name: nobody-there
            litellm_params:
              model: openai/x
              api_base: http://127.0.0.1:1
              api_key: {ProviderKey}
        general_settings:
          master_key: {RunningGateway.MasterKey}
          write_timeout: 3
          litellm_key_header_name: x-my-key
        """;
}

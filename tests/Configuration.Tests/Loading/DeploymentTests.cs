using Realtime.Configuration.Tests.Support;
using Realtime.Protocol.Translation;

namespace Realtime.Configuration.Tests.Loading;

public sealed class DeploymentTests
{
    [Fact]
    public void Load_everything_that_a_deployment_may_say()
    {
        var d = Configs.Good(
            """
            model_list:
              - model_name: voice
                rpm: 7
                litellm_params:
                  model: azure/my-deployment
                  api_base: https://res.openai.azure.com/
                  api_version: 2025-04-01-preview
                  api_key: secret-key
                  timeout: "2.5"
                  idle_timeout: 10m
                  max_session_duration: 1h
                  rpm: 100
                  tpm: "10_000"
                  max_parallel_requests: 3
                  weight: 0.5
                  order: 2
                  tags: [eu, fast]
                  extra_headers: {X-Team: blue}
                  headers: {x-team: red, X-Other: "1"}
                  extra_query: {region: eu}
                  voice_map: {alloy: eve}
                  transcription_model: my-whisper
                  on_upstream_loss: close
                  connection_limit: 25m
                  drop_unknown_events: yes
                  ssl_verify: false
                  cooldown_time: 30
                  allowed_fails: 1
                  input_cost_per_audio_token: 3.2e-05
                  search_context_cost_per_query: {search_context_size_low: 0.03}
                model_info:
                  id: 12
                  mode: realtime
                  base_model: gpt-realtime
                  tier: paid
                  blocked: "true"
                  access_groups: [voices]
                  output_cost_per_token: 0.000016
                  owner: me
            """).Deployments.ShouldHaveSingleItem();

        (d.Id, d.ModelName, d.Provider, d.ProviderModel).ShouldBe(("12", "voice", "azure", "my-deployment"));
        (d.ApiBaseText, d.ApiVersion, d.ApiKey!.Reveal()).ShouldBe(("https://res.openai.azure.com/", "2025-04-01-preview", "secret-key"));
        d.Dialect.ShouldBe(Dialect.Beta);
        (d.Timeout, d.IdleTimeout, d.MaxSessionDuration)
            .ShouldBe((TimeSpan.FromSeconds(2.5), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)));
        (d.Rpm, d.Tpm, d.MaxParallelRequests, d.Weight, d.Order).ShouldBe((7, 10_000L, 3, 0.5, 2));
        d.Tags.ShouldBe(["eu", "fast"]);
        d.ExtraHeaders.ToDictionary(h => h.Key.ToUpperInvariant(), h => h.Value.Reveal())
            .ShouldBe(new Dictionary<string, string> { ["X-TEAM"] = "blue", ["X-OTHER"] = "1" }, ignoreOrder: true);
        d.ExtraQuery["region"].Reveal().ShouldBe("eu");
        d.VoiceMap["alloy"].ShouldBe("eve");
        d.TranscriptionModel.ShouldBe("my-whisper");
        (d.OnUpstreamLoss, d.DropUnknownEvents, d.Tls.Verify).ShouldBe((UpstreamLossAction.Close, true, false));
        (d.CooldownTime, d.AllowedFails).ShouldBe((TimeSpan.FromSeconds(30), 1));
        d.Prices.ShouldBe(
            new Dictionary<string, decimal>
            {
                ["input_cost_per_audio_token"] = 0.000032m,
                ["search_context_cost_per_query.search_context_size_low"] = 0.03m,
                ["output_cost_per_token"] = 0.000016m,
            },
            ignoreOrder: true);
        (d.Info.Mode, d.Info.BaseModel, d.Info.Tier, d.Info.Blocked).ShouldBe(("realtime", "gpt-realtime", "paid", true));
        d.Info.AccessGroups.ShouldBe(["voices"]);
        d.Info.Other["owner"].ShouldBe("me");
    }

    [Fact]
    public void Load_limits_are_looked_for_in_the_entry_then_parameters_then_information()
    {
        var result = Configs.Load(
            """
            model_list:
              - {model_name: a, rpm: 1, tpm: 2, litellm_params: {model: x, api_key: k, rpm: 3, tpm: 4}}
              - {model_name: b, litellm_params: {model: x, api_key: k, rpm: 3}, model_info: {rpm: 5, tpm: 6}}
            """);

        result.Warnings.ShouldBeEmpty();
        result.Config!.Deployments.Select(d => (d.Rpm, d.Tpm)).ShouldBe([(1, 2L), (3, 6L)]);
    }

    [Fact]
    public void Load_prices_for_tiers_are_kept_and_slips_are_not() =>
        Configs.One("      model: x\n      api_key: k\n      input_cost_per_token_above_128k_tokens: 2e-6\n      my_cost_per_token: 1")
            .Prices.ShouldHaveSingleItem().Key.ShouldBe("input_cost_per_token_above_128k_tokens");

    [Fact]
    public void Load_a_deployment_that_says_little_gives_the_defaults()
    {
        var d = Configs.One("      model: gpt-realtime", ("OPENAI_API_KEY", "sk-env"));

        (d.Provider, d.ProviderModel, d.ApiKey!.Reveal(), d.ApiBase).ShouldBe(("openai", "gpt-realtime", "sk-env", null));
        (d.Timeout, d.IdleTimeout, d.Dialect, d.Tls.Verify).ShouldBe((TimeSpan.FromSeconds(10), null, Dialect.Ga, true));
        d.OnUpstreamLoss.ShouldBe(UpstreamLossAction.Resume);
    }

    [Theory]
    [InlineData("openai/gpt-realtime", "openai", "gpt-realtime")]
    [InlineData("org/model", "openai", "org/model")]
    [InlineData("openai/org/model", "openai", "org/model")]
    [InlineData("gemini/gemini-live-2.5-flash", "gemini", "gemini-live-2.5-flash")]
    [InlineData("hosted_vllm/qwen", "hosted_vllm", "qwen")]
    [InlineData("dashscope/qwen3-omni-flash-realtime", "dashscope", "qwen3-omni-flash-realtime")]
    public void Load_finds_the_provider_in_the_models_prefix(string model, string provider, string providerModel)
    {
        var d = Configs.One($"      model: {model}\n      api_key: k\n      api_base: http://localhost:1");

        (d.Provider, d.ProviderModel).ShouldBe((provider, providerModel));
    }

    [Fact]
    public void Load_Bedrock_needs_nothing_beside_the_model()
    {
        var d = Configs.One("      model: bedrock/amazon.nova-sonic-v1:0");

        (d.Provider, d.ProviderModel).ShouldBe(("bedrock", "amazon.nova-sonic-v1:0"));
    }

    [Fact]
    public void Load_DashScope_needs_a_key_alone_and_speaks_the_beta_form()
    {
        var d = Configs.One("      model: dashscope/qwen3-omni-flash-realtime\n      api_key: k");

        (d.ApiBase, d.Dialect).ShouldBe((new Uri("https://dashscope.aliyuncs.com/api-ws/v1"), Dialect.Beta));
    }

    [Fact]
    public void Load_custom_llm_provider_goes_before_the_prefix() =>
        Configs.One("      model: my/model\n      custom_llm_provider: xai\n      api_key: k").ToString().ShouldEndWith("xai/my/model)");

    [Theory]
    [InlineData("", Dialect.Ga)]
    [InlineData("      api_version: v1\n", Dialect.Ga)]
    [InlineData("      api_version: preview\n", Dialect.Ga)]
    [InlineData("      api_version: \"2024-12-17\"\n", Dialect.Beta)]
    [InlineData("      api_version: 2024-12-17\n      realtime_protocol: GA\n", Dialect.Ga)]
    [InlineData("      api_version: 2024-12-17\n      realtime_protocol: v1\n", Dialect.Ga)]
    [InlineData("      api_version: 2024-12-17\n      realtime_protocol: Beta\n", Dialect.Beta)]
    public void Load_azure_takes_the_form_of_the_protocol_from_protocol_or_version(string lines, Dialect dialect) =>
        Configs.One($"      model: azure/d\n      api_base: https://r.example\n      api_key: k\n{lines}").Dialect.ShouldBe(dialect);

    [Theory]
    [InlineData("      azure_ad_token: token\n")]
    [InlineData("      tenant_id: t\n      client_id: c\n      client_secret: s\n")]
    [InlineData("      client_id: managed\n")]
    public void Load_azure_accepts_each_way_of_proving_itself(string lines) =>
        Configs.One($"      model: azure/d\n      api_base: https://r.example\n{lines}", ("AZURE_API_KEY", "of-the-environment"))
            .ApiKey.ShouldBeNull("what the file gives goes before all of the environment");

    [Fact]
    public void Load_azure_takes_a_workload_identity_from_the_environment()
    {
        var azure = Configs.One(
            "      model: azure/d\n      api_base: https://r.example",
            ("AZURE_TENANT_ID", "t"), ("AZURE_CLIENT_ID", "c"), ("AZURE_FEDERATED_TOKEN_FILE", "/var/token")).Azure;

        (azure.TenantId, azure.ClientId, azure.FederatedTokenFile).ShouldBe(("t", "c", "/var/token"));
    }

    [Fact]
    public void Load_does_not_send_a_providers_key_of_the_environment_to_another_address()
    {
        var environment = ("OPENAI_API_KEY", "sk-real");

        Configs.One("      model: openai/x\n      api_base: http://somebody.example", environment).ApiKey.ShouldBeNull();
        Configs.One("      model: openai/x\n      api_base: https://eu.api.openai.com/v1", environment).ApiKey!.Reveal().ShouldBe("sk-real");
    }

    [Fact]
    public void Load_named_credentials_and_defaults_stand_in_for_what_an_entry_does_not_give()
    {
        var d = Configs.Good(
            """
            credential_list:
              - credential_name: shared
                credential_values: {api_key: from-credential, api_base: "https://c.example", organization: org-c}
            router_settings:
              default_litellm_params: {timeout: 3, organization: org-default}
            model_list:
              - model_name: voice
                litellm_params: {model: openai/x, litellm_credential_name: shared, api_base: "https://own.example"}
            """).Deployments.ShouldHaveSingleItem();

        (d.ApiKey!.Reveal(), d.ApiBaseText, d.Organization, d.Timeout)
            .ShouldBe(("from-credential", "https://own.example/", "org-c", TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void Load_leaves_out_a_provider_without_realtime_models_with_a_warning()
    {
        var result = Configs.Load(
            """
            model_list:
              - {model_name: claude, litellm_params: {model: anthropic/claude-x, api_key: k}}
              - {model_name: voice, litellm_params: {model: openai/x, api_key: k}}
            router_settings: {fallbacks: [{voice: [claude]}]}
            """);

        result.Problems.ShouldBeEmpty();
        result.Config!.Deployments.ShouldHaveSingleItem().ModelName.ShouldBe("voice");
        result.Warnings.ShouldHaveSingleItem().ToString().ShouldBe(
            "conf/config.yaml:2: warning: model_list[0].litellm_params.model: the provider anthropic has no realtime models here, "
            + "the entry is left out of the models");
    }

    [Theory]
    [InlineData("production", 1)]
    [InlineData("staging", 0)]
    public void Load_keeps_a_deployment_to_its_environments(string present, int count) =>
        Configs.Good(
            "model_list: [{model_name: v, litellm_params: {model: x, api_key: k}, model_info: {supported_environments: [production]}}]",
            ("LITELLM_ENVIRONMENT", present)).Deployments.Count.ShouldBe(count);

    [Fact]
    public void ToString_shows_no_secret()
    {
        var d = Configs.One("      model: x\n      api_key: sk-hidden\n      api_base: https://user:hidden@h.example/v1?key=hidden");

        $"{d} {d.ApiKey} {d.ApiBaseText} {d.Azure} {d.Aws} {d.ExtraHeaders}".ShouldNotContain("hidden");
    }
}

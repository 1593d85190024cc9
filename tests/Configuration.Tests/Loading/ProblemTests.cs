using Realtime.Configuration.Tests.Support;

namespace Realtime.Configuration.Tests.Loading;

public sealed class ProblemTests
{
    [Fact]
    public void Load_tells_all_problems_at_once_in_the_order_of_the_lines() =>
        Configs.Bad(
            """
            general_settings:
              max_message_bytes: 10
              idle_timeout: soon
            model_list:
              - model_name: voice
                litellm_params:
                  model: openai/x
                  api_key: os.environ/NOT_THERE
                  rpm: many
                  realtime_protocol: alpha
              - litellm_params: {model: azure/y}
            router_settings:
              routing_strategy: fastest
              num_retries: -1
              model_group_alias: {other: nowhere}
              fallbacks: [{voice: [voise]}]
            """).ShouldBe([
                "conf/config.yaml:2: general_settings.max_message_bytes: '10' is not a whole number from 1024 to 1073741824, correct the value",
                "conf/config.yaml:3: general_settings.idle_timeout: 'soon' is not a duration (seconds, or a number with s, m, h, d, w or mo such as 30s, 10m, 1h, 7d), correct the value",
                "conf/config.yaml:8: model_list[0].litellm_params.api_key: the environment variable NOT_THERE is not set, set it, or put it under environment_variables",
                "conf/config.yaml:9: model_list[0].litellm_params.rpm: 'many' is not a whole number of at least 0, correct the value",
                "conf/config.yaml:10: model_list[0].litellm_params.realtime_protocol: 'alpha' is not one of GA, v1, beta, correct the value",
                "conf/config.yaml:11: model_list[1].model_name: is missing, give model_name",
                "conf/config.yaml:11: model_list[1].litellm_params.api_base: is missing, which azure needs, give api_base: the resource's address, such as https://NAME.openai.azure.com",
                "conf/config.yaml:11: model_list[1].litellm_params.api_key: is missing, and no other Azure credential is complete, give api_key, azure_ad_token, or tenant_id with client_id and client_secret, or set litellm_settings.enable_azure_ad_token_refresh",
                "conf/config.yaml:13: router_settings.routing_strategy: 'fastest' is not one of simple-shuffle, least-busy, latency-based-routing, usage-based-routing, usage-based-routing-v2, cost-based-routing, correct the value",
                "conf/config.yaml:14: router_settings.num_retries: '-1' is not a whole number of at least 0, correct the value",
                "conf/config.yaml:15: router_settings.model_group_alias.other: 'nowhere' names no model, name an entry of model_list",
                "conf/config.yaml:16: router_settings.fallbacks[0].voice: 'voise' names no model, did you mean voice?",
            ]);

    [Theory]
    [InlineData("model_list: {}", "1: model_list: is a map, write a list")]
    [InlineData("- a", "1: is a list, write a map that begins with a key such as model_list")]
    [InlineData("general_settings: [a]", "1: general_settings: is a list, write a map")]
    [InlineData("model_list: [voice]", "1: model_list[0]: is text, write a map with model_name and litellm_params")]
    [InlineData("model_list: [{model_name: v}]", "1: model_list[0].litellm_params: is missing, give litellm_params with at least model")]
    [InlineData("model_list: [{model_name: v, litellm_params: {}}]", "1: model_list[0].litellm_params.model: is missing, give model")]
    [InlineData("general_settings: {allowed_origins: [example.com]}", "1: general_settings.allowed_origins: 'example.com' is no origin, write scheme and host, such as https://app.example.com, or *")]
    [InlineData("general_settings: {allowed_ips: [10.0.0.0/8, elsewhere]}", "1: general_settings.allowed_ips: 'elsewhere' is no address, write addresses and networks, such as 10.1.2.3, 10.1.0.0/16 or 2001:db8::/32")]
    [InlineData("general_settings: {background_health_checks: perhaps}", "1: general_settings.background_health_checks: 'perhaps' is not true or false, correct the value")]
    [InlineData("guardrails: [{guardrail_name: g, litellm_params: {guardrail: aim, mode: before}}]", "1: guardrails[0].litellm_params.mode: names no mode, write one of pre_call, during_call, post_call, logging_only, pre_mcp_call, during_mcp_call, realtime_input_transcription")]
    [InlineData("litellm_settings: {guardrails: [{pii: {callbacks: [presidio], default_on: true}}]}", "1: litellm_settings.guardrails: is LiteLLM's old list, by which nothing would be guarded here, move each entry to the list guardrails at the top, with guardrail_name and litellm_params (guardrail, mode, default_on)")]
    [InlineData("router_settings: {provider_budget_config: {openai: {budget_limit: 1}}}", "1: router_settings.provider_budget_config.openai: lacks budget_limit or time_period, give both, such as 100 and 1d")]
    [InlineData("a: b\n---\nc: d", "2: a second document begins here, keep one document a file and use include for more")]
    [InlineData("general_settings:\n  master_key: a\n  master_key: b", "3: master_key: the key is repeated (first in line 2), keep one of the two")]
    public void Load_a_wrong_file_names_line_key_and_remedy(string yaml, string expected) =>
        Configs.Bad(yaml).ShouldBe([$"conf/config.yaml:{expected}"]);

    [Theory]
    [InlineData("      model: openai/x", "api_key: is missing, and OPENAI_API_KEY is not set")]
    [InlineData("      model: xai/x", "api_key: is missing, and XAI_API_KEY is not set")]
    [InlineData("      model: gemini/x", "api_key: is missing, and GEMINI_API_KEY is not set")]
    [InlineData("      model: vertex_ai/x", "vertex_project: is missing")]
    [InlineData("      model: hosted_vllm/x", "api_base: is missing, which hosted_vllm needs")]
    [InlineData("      model: bedrock/x\n      api_key: k", "api_key: cannot be used: AWS takes no Bedrock API key")]
    [InlineData("      model: dashscope/x", "api_key: is missing, and DASHSCOPE_API_KEY is not set")]
    [InlineData("      model: bedrock/x\n      aws_access_key_id: a", "aws_secret_access_key: is missing beside its other half")]
    [InlineData("      model: azure/x\n      api_key: k", "api_base: is missing, which azure needs")]
    [InlineData("      model: azure/x\n      api_base: https://a.example", "api_key: is missing, and no other Azure credential")]
    [InlineData("      model: azure/x\n      api_base: https://a.example\n      tenant_id: t\n      client_id: c", "api_key: is missing, and no other")]
    [InlineData("      model: azure/x\n      api_base: https://a.example\n      api_key: k\n      realtime_protocol: beta", "api_version: is missing, which realtime_protocol: beta needs")]
    [InlineData("      model: x\n      api_key: k\n      custom_llm_provider: opanai", "custom_llm_provider: names no known provider")]
    [InlineData("      model: x\n      api_key: k\n      litellm_credential_name: none", "litellm_credential_name: names no entry of credential_list")]
    [InlineData("      model: x\n      api_key: k\n      ssl_verify: /not/there.pem", "ssl_verify: the file does not exist")]
    [InlineData("      model: x\n      api_key: k\n      api_base: ftp://a.example", "api_base: the value is no address")]
    [InlineData("      model: x\n      api_key: k\n      timeout: 0", "timeout: '0' is not a duration from 0.001s to 1h")]
    [InlineData("      model: x\n      api_key: k\n      max_parallel_requests: 0", "max_parallel_requests: '0' is not a whole number of at least 1")]
    public void Load_a_deployment_without_what_it_needs_says_what(string parameters, string expected) =>
        Configs.Bad($"model_list:\n  - model_name: voice\n    litellm_params:\n{parameters}")
            .ShouldHaveSingleItem().ShouldContain($"model_list[0].litellm_params.{expected}");

    [Fact]
    public void Load_broken_yaml_names_the_line() =>
        Configs.Bad("model_list:\n  - model_name: \"voice\n    x: [").ShouldHaveSingleItem()
            .ShouldMatch(@"^conf/config\.yaml:\d: is not valid YAML \(.+\), correct the line, or the one before it$");

    [Fact]
    public void Load_a_missing_file_is_a_problem_of_the_file() =>
        Configs.Load(new MemoryFiles()).Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("conf/config.yaml:1: does not exist, give the path of a file that this process may read");

    [Fact]
    public void Load_a_supported_environment_without_the_variable_is_a_problem() =>
        Configs.Bad("model_list: [{model_name: v, litellm_params: {model: x, api_key: k}, model_info: {supported_environments: [production]}}]")
            .ShouldHaveSingleItem().ShouldContain("LITELLM_ENVIRONMENT is not set");

    [Fact]
    public void Load_never_repeats_a_secret()
    {
        var result = Configs.Load(
            """
            general_settings:
              master_key: [sk-hidden-1]
              database_url: {a: sk-hidden-2}
              max_sessions: os.environ/WRONG
            model_list:
              - model_name: v
                litellm_params:
                  model: openai/x
                  api_key: sk-hidden-3
                  api_base: "hidden-4 is no address"
                  api_kye: sk-hidden-5
                  rpm: os.environ/WRONG
                  tags: os.environ/WRONG
                  aws_sts_endpoint: hidden-6
            guardrails:
              - guardrail_name: g
                litellm_params: {guardrail: aim, mode: pre_call, api_base: "hidden-7", api_key: hidden-8}
            """,
            ("WRONG", "sk-hidden-env"));

        result.Problems.Count.ShouldBe(7);
        string.Join('\n', result.Problems.Cast<object>().Concat(result.Warnings)).ShouldNotContain("hidden");
        result.Problems.ShouldContain(p => p.What.Contains("the environment variable WRONG", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_a_key_with_a_line_break_stays_one_line() =>
        Configs.Warnings("\"a\\nb\": 1").ShouldHaveSingleItem().ShouldBe("conf/config.yaml:1: warning: a b: is not a known key, correct or remove it");
}

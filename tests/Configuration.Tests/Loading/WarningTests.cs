using Realtime.Configuration.Tests.Support;

namespace Realtime.Configuration.Tests.Loading;

public sealed class WarningTests
{
    [Theory]
    [InlineData("modle_list: []", "1: warning: modle_list: is not a known key, did you mean model_list?")]
    [InlineData("general_settings: {masterkey: x}", "1: warning: general_settings.masterkey: is not a known key, did you mean master_key?")]
    [InlineData("general_settings: {idleTimeout: 5}", "1: warning: general_settings.idleTimeout: is not a known key, did you mean idle_timeout?")]
    [InlineData("litellm_settings: {drop_parms: true}", "1: warning: litellm_settings.drop_parms: is not a known key, did you mean drop_params?")]
    [InlineData("router_settings: {routing_stratgey: least-busy}", "1: warning: router_settings.routing_stratgey: is not a known key, did you mean routing_strategy?")]
    [InlineData("general_settings: {something_entirely_different: 1}", "1: warning: general_settings.something_entirely_different: is not a known key, correct or remove it")]
    [InlineData("router_settings: {retry_policy: {TimeoutErrorRetry: 1}}", "1: warning: router_settings.retry_policy.TimeoutErrorRetry: is not a known key, did you mean TimeoutErrorRetries?")]
    public void Load_an_unknown_key_warns_once_with_the_nearest_name(string yaml, string expected) =>
        Configs.Warnings(yaml).ShouldBe([$"conf/config.yaml:{expected}"]);

    [Theory]
    [InlineData("api_kee: x", "litellm_params.api_kee: is not a known key, did you mean api_key?")]
    [InlineData("max_paralel_requests: 2", "litellm_params.max_paralel_requests: is not a known key, did you mean max_parallel_requests?")]
    [InlineData("input_cost_per_tokn: 2", "litellm_params.input_cost_per_tokn: is not a known key, did you mean input_cost_per_token?")]
    public void Load_an_unknown_parameter_warns_with_the_nearest_name(string line, string expected) =>
        Configs.Warnings($"model_list:\n  - model_name: v\n    litellm_params:\n      model: x\n      api_key: k\n      {line}")
            .ShouldBe([$"conf/config.yaml:6: warning: model_list[0].{expected}"]);

    [Fact]
    public void Load_model_info_may_hold_anything_that_is_no_slip() =>
        Configs.Warnings(
            """
            model_list:
              - model_name: v
                litellm_params: {model: x, api_key: k}
                model_info: {cost_center: 7, base_modle: gpt-realtime}
            """).ShouldBe(["conf/config.yaml:4: warning: model_list[0].model_info.base_modle: is not a known key, did you mean base_model?"]);

    [Fact]
    public void Load_a_known_key_without_meaning_here_warns_once() =>
        Configs.Warnings("litellm_settings:\n  cache: true\n  cache_params: {type: redis, host: h}\nmcp_servers: {}").ShouldBe([
            "conf/config.yaml:2: warning: litellm_settings.cache: is LiteLLM's and has no effect on realtime sessions here, it may stay or go",
            "conf/config.yaml:3: warning: litellm_settings.cache_params: is LiteLLM's and has no effect on realtime sessions here, it may stay or go",
            "conf/config.yaml:4: warning: mcp_servers: is LiteLLM's and has no effect on realtime sessions here, it may stay or go",
        ]);

    [Theory]
    [InlineData("router_settings: {optional_pre_call_checks: [router_budget_limiting, session_affinity]}",
        "router_settings.optional_pre_call_checks: session_affinity has no effect on realtime sessions here, only router_budget_limiting and enforce_model_rate_limits mean something, and are always on")]
    [InlineData("general_settings: {alerting: [slack, email, pagerduty]}",
        "general_settings.alerting: email, pagerduty are no channel of alerts here, use slack, webhook")]
    [InlineData("general_settings: {alert_types: [budget_alerts, llm_too_slow]}",
        "general_settings.alert_types: llm_too_slow is no alert that is ever raised here, use budget_alerts, db_exceptions, failed_tracking_spend, cooldown_deployment, outage_alerts")]
    [InlineData("general_settings: {alerting_threshold: 300}",
        "general_settings.alerting_threshold: is LiteLLM's and has no effect on realtime sessions here, it may stay or go")]
    [InlineData("general_settings: {allow_public_health_readiness_details: true}",
        "general_settings.allow_public_health_readiness_details: is LiteLLM's and has no effect on realtime sessions here, it may stay or go")]
    public void Load_a_value_without_meaning_here_is_named(string yaml, string expected) =>
        Configs.Warnings(yaml).ShouldBe(["conf/config.yaml:1: warning: " + expected]);

    [Fact]
    public void Load_what_is_always_in_effect_has_no_warnings() =>
        Configs.Warnings("""
            general_settings: {alerting: [slack, webhook], alert_types: [budget_alerts, outage_alerts]}
            litellm_settings: {guardrails: []}
            router_settings: {optional_pre_call_checks: [router_budget_limiting, enforce_model_rate_limits]}
            """).ShouldBeEmpty();

    [Fact]
    public void Load_a_callback_that_does_not_exist_here_is_named() =>
        Configs.Warnings("litellm_settings: {callbacks: [prometheus, langfuse], success_callback: otel}").ShouldHaveSingleItem()
            .ShouldContain("litellm_settings.callbacks: there is no callback langfuse here");

    [Fact]
    public void Load_a_good_file_has_no_warnings() =>
        Configs.Warnings(
            """
            model_list:
              - model_name: voice
                litellm_params: {model: openai/gpt-realtime, api_key: k, rpm: 10, weight: 1, order: 1, tags: [a]}
                model_info: {id: a, mode: realtime, max_tokens: 4096}
            general_settings: {master_key: sk-1234, keepalive_interval: 15s}
            litellm_settings: {num_retries: 3, request_timeout: 600, logged_real_time_event_types: "*"}
            router_settings: {routing_strategy: least-busy, fallbacks: [{"*": [voice]}]}
            environment_variables: {A: b}
            """).ShouldBeEmpty();
}

namespace Realtime.Guardrails.Tests;

public sealed class ConfigCheckTests
{
    [Theory]
    [InlineData("guardrail: presideo\nmode: pre_call", "config.yaml:4: guardrails[0].litellm_params.guardrail: 'presideo' is no engine, did you mean presidio?")]
    [InlineData("guardrail: aim\nmode: pre_mcp_call\napi_key: x", "guardrails[0].litellm_params.mode: pre_mcp_call never runs here")]
    [InlineData("guardrail: aim\nmode: before\napi_key: k", "guardrails[0].litellm_params.mode: names no mode")]
    [InlineData("guardrail: openai_moderation\nmode: pre_call", "guardrails[0].litellm_params.api_key: is missing, give api_key, or set OPENAI_API_KEY")]
    [InlineData("guardrail: generic_guardrail_api\nmode: pre_call", "guardrails[0].litellm_params.api_base: is missing, give api_base, or set GENERIC_GUARDRAIL_API_BASE")]
    [InlineData("guardrail: azure/prompt_shield\nmode: post_call\napi_base: http://x\napi_key: k", "post_call is not for this engine")]
    [InlineData("guardrail: bedrock\nmode: pre_call\nguardrailVersion: '1'\naws_region_name: us-east-1", "guardrails[0].litellm_params.guardrailIdentifier: is missing")]
    [InlineData("guardrail: litellm_content_filter\nmode: pre_call", "is asked to find nothing")]
    [InlineData("guardrail: litellm_content_filter\nmode: pre_call\npatterns: [{pattern_name: emial}]", "guardrails[0].litellm_params.patterns[0].pattern_name: 'emial' is no prebuilt pattern, did you mean email?")]
    [InlineData("guardrail: litellm_content_filter\nmode: pre_call\npatterns: [{pattern_type: regex, name: x, pattern: '('}]", "is no regular expression")]
    [InlineData("guardrail: litellm_content_filter\nmode: pre_call\nblocked_words: [{keyword: x}]\nfail_on_error: true\nunreachable_fallback: fail_open", "is contradicted by another key")]
    public void Guardrail_that_would_not_run_keeps_the_process_from_starting(string parameters, string expected) =>
        Support.Engines.Read(Support.Engines.Entry(parameters)).Problems.ShouldHaveSingleItem().ToString().ShouldContain(expected);

    [Theory]
    [InlineData("policies: {p: {guardrails: {add: [nothing]}}}", "policies.p.guardrails.add: 'nothing' names no guardrail")]
    [InlineData("policies: {p: {inherit: q}}", "policies.p.inherit: 'q' names no policy")]
    [InlineData("policies: {p: {inherit: q}, q: {inherit: p}}\npolicy_attachments: []", "inherits from itself")]
    [InlineData("policies: {p: {guardrails: {add: []}}}\npolicy_attachments: [{policy: o, scope: '*'}]", "policy_attachments[0].policy: 'o' names no policy")]
    [InlineData("policies: {p: {guardrails: {add: []}}}\npolicy_attachments: [{policy: p}]", "policy_attachments[0].scope: is missing")]
    public void Policy_that_names_nothing_keeps_the_process_from_starting(string yaml, string expected) =>
        Support.Engines.Read(yaml).Problems.Select(problem => problem.ToString()).ShouldContain(problem => problem.Contains(expected));

    [Fact]
    public void Variables_stand_in_for_keys() => Support.Engines.Read(
        Support.Engines.Entry("guardrail: openai_moderation\nmode: pre_call"), new Dictionary<string, string> { ["OPENAI_API_KEY"] = "sk-1" })
        .Problems.ShouldBeEmpty();
}

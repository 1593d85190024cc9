using Realtime.Guardrails.Tests.Support;

namespace Realtime.Guardrails.Tests.Engines;

/// <summary>An engine behind HTTP: how it is configured, what its service answers for each verdict, and what it must have been asked.</summary>
internal sealed record ServiceCase(string Parameters, string Allow, string? Mask, string Block, string Reason, Action<StandIn.Asked> Check)
{
    public const string Masked = "my card is [X]";
    public const string Text = "my card is 4111111111111111";

    public static IReadOnlyDictionary<string, ServiceCase> All { get; } = new Dictionary<string, ServiceCase>
    {
        ["openai_moderation"] = new(
            "guardrail: openai_moderation\napi_base: {0}v1\napi_key: sk-1",
            """{"results":[{"flagged":false}]}""",
            null,
            """{"results":[{"flagged":true,"categories":{"violence":true,"hate":false}}]}""",
            "Violated OpenAI moderation policy (violence)",
            asked =>
            {
                asked.Path.ShouldBe("/v1/moderations");
                asked.Header("Authorization").ShouldBe("Bearer sk-1");
                ((string)asked.Body["model"]!).ShouldBe("omni-moderation-latest");
                ((string)asked.Body["input"]!).ShouldBe(Text);
            }),
        ["azure/prompt_shield"] = new(
            "guardrail: azure/prompt_shield\napi_base: {0}\napi_key: az-1",
            """{"userPromptAnalysis":{"attackDetected":false},"documentsAnalysis":[]}""",
            null,
            """{"userPromptAnalysis":{"attackDetected":true},"documentsAnalysis":[]}""",
            "Violated Azure Prompt Shield guardrail policy",
            asked =>
            {
                asked.Path.ShouldBe("/contentsafety/text:shieldPrompt?api-version=2024-09-01");
                asked.Header("Ocp-Apim-Subscription-Key").ShouldBe("az-1");
                ((string)asked.Body["userPrompt"]!).ShouldBe(Text);
                asked.Body["documents"]!.AsArray().ShouldBeEmpty();
            }),
        ["azure/text_moderations"] = new(
            "guardrail: azure/text_moderations\napi_base: {0}\napi_key: az-1\nseverity_threshold_by_category: {{Hate: 4}}",
            """{"categoriesAnalysis":[{"category":"Hate","severity":2},{"category":"Violence","severity":0}]}""",
            null,
            """{"categoriesAnalysis":[{"category":"Violence","severity":2}]}""",
            "Azure Content Safety Guardrail: Violence crossed severity 2, Got severity: 2",
            asked =>
            {
                asked.Path.ShouldBe("/contentsafety/text:analyze?api-version=2024-09-01");
                asked.Header("Ocp-Apim-Subscription-Key").ShouldBe("az-1");
                ((string)asked.Body["text"]!).ShouldBe(Text);
                ((string)asked.Body["outputType"]!).ShouldBe("FourSeverityLevels");
                asked.Body["categories"]!.AsArray().Select(category => (string)category!).ShouldBe(["Hate", "Sexual", "SelfHarm", "Violence"]);
            }),
        ["bedrock"] = new(
            "guardrail: bedrock\nguardrailIdentifier: gr1\nguardrailVersion: DRAFT\naws_region_name: eu-west-1\naws_access_key_id: AKID\naws_secret_access_key: secret\napi_base: {0}",
            """{"action":"NONE","outputs":[],"assessments":[]}""",
            $$$"""{"action":"GUARDRAIL_INTERVENED","outputs":[{"text":"{{{Masked}}}"}],"assessments":[{"sensitiveInformationPolicy":{"piiEntities":[{"action":"ANONYMIZED"}]}}]}""",
            """{"action":"GUARDRAIL_INTERVENED","outputs":[{"text":"Not that."}],"assessments":[{"topicPolicy":{"topics":[{"name":"t","action":"BLOCKED"}]}}]}""",
            "Not that.",
            asked =>
            {
                asked.Path.ShouldBe("/guardrail/gr1/version/DRAFT/apply");
                asked.Header("Authorization").ShouldNotBeNull().ShouldStartWith("AWS4-HMAC-SHA256 Credential=AKID/");
                asked.Header("Authorization")!.ShouldContain("/eu-west-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature=");
                ((string)asked.Body["source"]!).ShouldBe("INPUT");
                ((string)asked.Body["content"]![0]!["text"]!["text"]!).ShouldBe(Text);
            }),
        ["lakera_v2"] = new(
            "guardrail: lakera_v2\napi_base: {0}\napi_key: lk-1\nproject_id: p1",
            """{"flagged":false}""",
            """{"flagged":true,"breakdown":[{"detector_type":"pii/x","detected":true}],"payload":[{"start":11,"end":27,"detector_type":"pii/x"}]}""",
            """{"flagged":true,"breakdown":[{"detector_type":"pii/x","detected":true},{"detector_type":"prompt_attack","detected":true}],"payload":[]}""",
            "Violated guardrail policy",
            asked =>
            {
                asked.Path.ShouldBe("/v2/guard");
                asked.Header("Authorization").ShouldBe("Bearer lk-1");
                ((string)asked.Body["messages"]![0]!["role"]!).ShouldBe("user");
                ((string)asked.Body["messages"]![0]!["content"]!).ShouldBe(Text);
                ((string)asked.Body["project_id"]!).ShouldBe("p1");
                ((bool)asked.Body["payload"]!).ShouldBeTrue();
            }),
        ["aim"] = new(
            "guardrail: aim\napi_base: {0}\napi_key: aim-1",
            """{"required_action":null}""",
            $$$"""{"required_action":{"action_type":"anonymize_action"},"redacted_chat":{"all_redacted_messages":[{"role":"user","content":"{{{Masked}}}"}]}}""",
            """{"required_action":{"action_type":"block_action","detection_message":"No secrets."}}""",
            "No secrets.",
            asked =>
            {
                asked.Path.ShouldBe("/fw/v1/analyze");
                asked.Header("Authorization").ShouldBe("Bearer aim-1");
                asked.Header("x-aim-litellm-hook").ShouldBe("pre_call");
                asked.Header("x-aim-call-id").ShouldBe("rts_1");
                asked.Header("x-aim-gateway-key-alias").ShouldBe("desk");
                ((string)asked.Body["messages"]![0]!["content"]!).ShouldBe(Text);
            }),
        ["generic_guardrail_api"] = new(
            "guardrail: generic_guardrail_api\napi_base: {0}\napi_key: gk-1\nheaders: {{x-team: a}}\nadditional_provider_specific_params: {{level: 3}}",
            """{"action":"NONE"}""",
            $$"""{"action":"GUARDRAIL_INTERVENED","texts":["{{Masked}}"]}""",
            """{"action":"BLOCKED","blocked_reason":"Because."}""",
            "Because.",
            asked =>
            {
                asked.Path.ShouldBe("/beta/litellm_basic_guardrail_api");
                asked.Header("x-api-key").ShouldBe("gk-1");
                asked.Header("x-team").ShouldBe("a");
                var body = asked.Body;
                ((string)body["texts"]![0]!).ShouldBe(Text);
                ((string)body["input_type"]!).ShouldBe("request");
                ((string)body["model"]!).ShouldBe("voice");
                ((string)body["litellm_call_id"]!).ShouldBe("rts_1");
                ((int)body["additional_provider_specific_params"]!["level"]!).ShouldBe(3);
                ((string)body["request_data"]!["user_api_key_hash"]!).ShouldBe("abc");
                ((string)body["request_data"]!["user_api_key_team_alias"]!).ShouldBe("support");
                ((string)body["request_data"]!["metadata"]!["tier"]!).ShouldBe("gold");
                ((string)body["structured_messages"]![0]!["role"]!).ShouldBe("user");
            }),
    };
}

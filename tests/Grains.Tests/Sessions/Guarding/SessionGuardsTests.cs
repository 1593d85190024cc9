using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Guards;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Guardrails;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Tests.Sessions.Guarding;

public sealed class SessionGuardsTests
{
    private const string Yaml = """
        model_list:
          - {model_name: voice, litellm_params: {model: openai/gpt-realtime, api_key: k}}
          - {model_name: nova, litellm_params: {model: bedrock/amazon.nova-2-sonic-v1:0, aws_region_name: us-east-1, guardrails: [of-nova]}}
          - {model_name: gemini, litellm_params: {model: gemini/gemini-live-2.5-flash, api_key: k}}
          - {model_name: alone, litellm_params: {model: openai/gpt-realtime, api_key: k}}
        router_settings:
          fallbacks:
            - voice: [nova]
            - gemini: [nova]
        guardrails:
          - {guardrail_name: spoken, litellm_params: {guardrail: hide-secrets, mode: realtime_input_transcription, default_on: true}}
          - {guardrail_name: of-nova, litellm_params: {guardrail: hide-secrets, mode: post_call}}
          - {guardrail_name: promised, litellm_params: {guardrail: hide-secrets, mode: pre_call}}
        """;

    [Fact]
    public void Fallback_brings_its_guardrails_and_its_haste_into_the_session_from_the_beginning()
    {
        var guard = Select(Yaml, "voice");

        guard.Guardrails.All.Select(guardrail => guardrail.Name).ShouldBe(["spoken", "of-nova"]);
        (guard.AnswersUnasked, guard.MayAnswerUnasked).ShouldBe((false, true));
    }

    [Fact]
    public void Providers_that_all_answer_unasked_are_left_to_it_and_others_are_not_held()
    {
        var hasty = Select(Yaml, "gemini");
        (hasty.AnswersUnasked, hasty.MayAnswerUnasked).ShouldBe((true, true));
        var alone = Select(Yaml, "alone");
        (alone.AnswersUnasked, alone.MayAnswerUnasked).ShouldBe((false, false));
        alone.Guardrails.All.ShouldHaveSingleItem().Name.ShouldBe("spoken");
    }

    [Fact]
    public void Session_does_not_go_over_to_a_later_deployment_that_wants_more_of_its_guard()
    {
        var config = Load(Yaml);
        var openai = config.Models.Resolve("alone")!.Deployments[0];
        var alone = Select(Yaml, "alone");

        alone.Covers(openai).ShouldBeTrue();
        alone.Covers(openai with { Id = "new", Guardrails = ["promised"] }).ShouldBeFalse();
        alone.Covers(openai with { Id = "new", Provider = ProviderNames.Gemini }).ShouldBeFalse();
        Select(Yaml, "voice").Covers(config.Models.Resolve("nova")!.Deployments[0]).ShouldBeTrue();
    }

    [Fact]
    public void Session_from_another_silo_does_not_go_on_without_a_guardrail_that_it_was_promised()
    {
        var kept = new GuardState { Transcribes = true };
        SelectAgain(Yaml, kept).ShouldNotBeNull().Kept.ShouldBe(kept);

        SelectAgain(Yaml.Replace("guardrail_name: promised", "guardrail_name: other", StringComparison.Ordinal), kept).ShouldBeNull();
    }

    private static GuardrailSetup Select(string yaml, string model)
    {
        var config = Load(yaml);
        var (guardrails, refusal) = Guards(yaml).Select(config, "rts_1", Open(model), config.Models.Resolve(model)!, default);
        refusal.ShouldBeNull();
        return guardrails.ShouldNotBeNull();
    }

    private static GuardrailSetup? SelectAgain(string yaml, GuardState kept)
    {
        var config = Load(yaml);
        var open = Open("alone") with { RequestedGuardrails = ["promised"] };
        return Guards(yaml).SelectAgain(config, "rts_1", open, config.Models.Resolve("alone")!, kept);
    }

    private static SessionOpenRequest Open(string model) => new() { Model = model, ClientDialect = Dialect.Ga };

    private static SessionGuards Guards(string yaml)
    {
        var services = new ServiceCollection().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton(new Random(1));
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(new ConfigStore(null, Read(yaml), NullLogger<ConfigStore>.Instance));
        return ActivatorUtilities.CreateInstance<SessionGuards>(services.AddRealtimeGuardrails().BuildServiceProvider());
    }

    private static RealtimeConfig Load(string yaml) => Read(yaml).Config.ShouldNotBeNull();

    private static ConfigLoadResult Read(string yaml)
    {
        var read = ConfigLoader.Load("config.yaml", new Dictionary<string, string>(), new OneFile(yaml));
        read.Problems.ShouldBeEmpty();
        return read;
    }

    private sealed class OneFile(string yaml) : IConfigFiles
    {
        public bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? reason)
        {
            (text, reason) = (yaml, null);
            return true;
        }
    }
}

using Realtime.Configuration.Models;
using Realtime.Configuration.Tests.Support;

namespace Realtime.Configuration.Tests.Models;

public sealed class ModelTableTests
{
    private const string Yaml = """
        model_list:
          - model_name: voice
            litellm_params: {model: openai/gpt-realtime, api_key: sk-1}
            model_info: {id: one}
          - model_name: voice
            litellm_params: {model: xai/grok-voice-latest, api_key: xai-1}
            model_info: {id: two}
          - model_name: openai/*
            litellm_params: {model: openai/*, api_key: sk-1}
          - model_name: openai/gpt-4o-*
            litellm_params: {model: openai/gpt-4o-*, api_key: sk-2}
          - model_name: team/*/v1
            litellm_params: {model: azure/dep-*, api_key: k, api_base: "https://r.openai.azure.com"}
        router_settings:
          model_group_alias:
            gpt-4o-realtime: voice
            secret-name: {model: voice, hidden: true}
            mini: {model: openai/gpt-realtime-mini, hidden: false}
        """;

    private readonly ModelTable _models = Configs.Good(Yaml).Models;

    [Fact]
    public void Resolve_an_exact_name_gives_all_its_deployments_in_order()
    {
        var group = _models.Resolve("voice").ShouldNotBeNull();

        group.GroupName.ShouldBe("voice");
        group.Deployments.Select(d => d.Id).ShouldBe(["one", "two"]);
        group.Deployments.Select(d => d.Provider).ShouldBe(["openai", "xai"]);
    }

    [Fact]
    public void Resolve_an_alias_gives_the_target_under_the_name_that_was_asked_for()
    {
        var group = _models.Resolve("gpt-4o-realtime").ShouldNotBeNull();

        (group.Name, group.GroupName, group.Hidden).ShouldBe(("gpt-4o-realtime", "voice", false));
        _models.Resolve("secret-name").ShouldNotBeNull().Hidden.ShouldBeTrue();
    }

    [Fact]
    public void Resolve_an_alias_of_a_name_that_a_pattern_matches_puts_the_capture_in()
    {
        var group = _models.Resolve("mini").ShouldNotBeNull();

        group.GroupName.ShouldBe("openai/*");
        group.Deployments.ShouldHaveSingleItem().ProviderModel.ShouldBe("gpt-realtime-mini");
    }

    [Fact]
    public void Resolve_takes_the_most_specific_pattern()
    {
        var deployment = _models.Resolve("openai/gpt-4o-realtime-preview").ShouldNotBeNull().Deployments.ShouldHaveSingleItem();

        deployment.ProviderModel.ShouldBe("gpt-4o-realtime-preview");
        deployment.ApiKey!.Reveal().ShouldBe("sk-2");
    }

    [Fact]
    public void Resolve_a_pattern_with_text_around_keeps_the_deployments_own_form()
    {
        var deployment = _models.Resolve("team/blue/v1").ShouldNotBeNull().Deployments.ShouldHaveSingleItem();

        (deployment.Provider, deployment.ProviderModel).ShouldBe(("azure", "dep-blue"));
    }

    [Fact]
    public void Resolve_the_id_of_a_deployment_gives_it_alone()
    {
        var group = _models.Resolve("two").ShouldNotBeNull();

        group.GroupName.ShouldBe("voice");
        group.Deployments.ShouldHaveSingleItem().Id.ShouldBe("two");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("Voice")]
    [InlineData("")]
    public void Resolve_an_unknown_name_gives_nothing(string name) => _models.Resolve(name).ShouldBeNull();

    [Fact]
    public void Listed_holds_groups_and_visible_aliases_but_no_patterns() =>
        _models.Listed.ShouldBe(["voice", "gpt-4o-realtime", "mini"]);

    [Fact]
    public void Listed_leaves_out_a_group_that_a_hidden_alias_covers() =>
        Configs.Good(
            """
            model_list:
              - {model_name: old, litellm_params: {model: openai/a, api_key: k}}
              - {model_name: new, litellm_params: {model: openai/b, api_key: k}}
            router_settings: {model_group_alias: {old: {model: new, hidden: true}}}
            """).Models.Listed.ShouldBe(["new"]);

    [Fact]
    public void Resolve_an_open_pattern_finds_the_provider_in_the_name()
    {
        var models = Configs.Good(
            "model_list: [{model_name: '*', litellm_params: {model: '*'}}]", ("OPENAI_API_KEY", "sk-o"), ("XAI_API_KEY", "xai-x")).Models;

        var xai = models.Resolve("xai/grok-voice-latest").ShouldNotBeNull().Deployments.ShouldHaveSingleItem();
        (xai.Provider, xai.ProviderModel, xai.ApiKey!.Reveal()).ShouldBe(("xai", "grok-voice-latest", "xai-x"));
        var openai = models.Resolve("gpt-realtime").ShouldNotBeNull().Deployments.ShouldHaveSingleItem();
        (openai.Provider, openai.ProviderModel, openai.ApiKey!.Reveal()).ShouldBe(("openai", "gpt-realtime", "sk-o"));
        models.Resolve("gemini/gemini-live").ShouldBeNull("nothing says how to reach Gemini");
    }
}

using Realtime.Configuration.Tests.Support;

namespace Realtime.Configuration.Tests.Loading;

public sealed class EnvironmentTests
{
    [Fact]
    public void Load_puts_variables_in_anywhere_and_types_them_by_their_key()
    {
        var config = Configs.Good(
            """
            general_settings:
              master_key: os.environ/MASTER
              max_sessions: os.environ/SESSIONS
              idle_timeout: os.environ/IDLE
            model_list:
              - model_name: os.environ/NAME
                litellm_params: {model: openai/x, api_key: os.environ/KEY, tags: [os.environ/TAG, b], drop_unknown_events: os.environ/FLAG}
            """,
            ("MASTER", "sk-m"), ("SESSIONS", "10"), ("IDLE", "5m"), ("NAME", "voice"), ("KEY", "sk-k"), ("TAG", "a"), ("FLAG", "True"));

        config.General.MasterKey!.Reveal().ShouldBe("sk-m");
        (config.General.MaxSessions, config.General.IdleTimeout).ShouldBe((10, TimeSpan.FromMinutes(5)));
        var deployment = config.Models.Resolve("voice").ShouldNotBeNull().Deployments.ShouldHaveSingleItem();
        (deployment.ApiKey!.Reveal(), deployment.DropUnknownEvents).ShouldBe(("sk-k", true));
        deployment.Tags.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Load_environment_variables_count_before_the_processs_own_and_are_offered_for_export()
    {
        var config = Configs.Good(
            """
            environment_variables:
              KEY: from-file
              COPY: os.environ/OUTER
              OPENAI_API_KEY: os.environ/COPY
            general_settings: {master_key: os.environ/KEY}
            model_list: [{model_name: v, litellm_params: {model: openai/x}}]
            """,
            ("KEY", "from-process"), ("OUTER", "outer"));

        config.General.MasterKey!.Reveal().ShouldBe("from-file");
        config.Deployments.ShouldHaveSingleItem().ApiKey!.Reveal().ShouldBe("outer");
        config.EnvironmentVariables.ToDictionary(v => v.Key, v => v.Value.Reveal()).ShouldBe(
            new Dictionary<string, string> { ["KEY"] = "from-file", ["COPY"] = "outer", ["OPENAI_API_KEY"] = "outer" }, ignoreOrder: true);
    }

    [Fact]
    public void Load_a_missing_variable_is_one_problem_wherever_it_stands() =>
        Configs.Bad("environment_variables:\n  A: os.environ/NONE\ngeneral_settings:\n  alert_to_webhook_url: {x: os.environ/NOR_THIS}").ShouldBe([
            "conf/config.yaml:2: environment_variables.A: the environment variable NONE is not set, set it, or put it under environment_variables",
            "conf/config.yaml:4: general_settings.alert_to_webhook_url.x: the environment variable NOR_THIS is not set, set it, or put it under environment_variables",
        ]);

    [Fact]
    public void Load_an_empty_variable_counts_as_not_given() =>
        Configs.Bad("model_list: [{model_name: v, litellm_params: {model: openai/x, api_key: os.environ/EMPTY}}]", ("EMPTY", ""))
            .ShouldHaveSingleItem().ShouldContain("api_key: is missing");

    [Fact]
    public void Load_takes_master_key_and_database_from_the_environment_when_the_file_says_nothing()
    {
        var config = Configs.Good("", ("LITELLM_MASTER_KEY", "sk-env"), ("DATABASE_URL", "postgres://u:p@h/d"));

        config.General.MasterKey!.Reveal().ShouldBe("sk-env");
        config.General.DatabaseUrl!.Reveal().ShouldBe("postgres://u:p@h/d");
    }

    [Fact]
    public void Load_without_a_file_is_an_empty_configuration()
    {
        var result = Realtime.Configuration.Loading.ConfigLoader.Load(null, new Dictionary<string, string>());

        result.Problems.ShouldBeEmpty();
        result.Config!.Deployments.ShouldBeEmpty();
    }
}

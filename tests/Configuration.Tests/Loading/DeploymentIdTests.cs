using Realtime.Configuration.Tests.Support;

namespace Realtime.Configuration.Tests.Loading;

public sealed class DeploymentIdTests
{
    [Fact]
    public void Id_is_the_same_each_time_and_does_not_follow_key_and_limits()
    {
        var id = IdOf("      model: openai/x\n      api_key: one");

        IdOf("      api_key: two\n      rpm: 5\n      model: openai/x").ShouldBe(id);
        id.ShouldBe("ea1466231ed231c15bcd3576609da125");
    }

    [Fact]
    public void Id_differs_for_another_model_or_place()
    {
        string[] ids =
        [
            IdOf("      model: openai/x\n      api_key: k"),
            IdOf("      model: openai/y\n      api_key: k"),
            IdOf("      model: openai/x\n      api_key: k\n      api_base: https://a.example"),
            IdOf("      model: openai/x\n      api_key: k\n      api_base: https://b.example"),
        ];

        ids.ShouldBeUnique();
    }

    [Fact]
    public void Id_of_entries_that_differ_in_their_key_alone_is_numbered()
    {
        var ids = Configs.Good(
            """
            model_list:
              - {model_name: v, litellm_params: {model: x, api_key: one}}
              - {model_name: v, litellm_params: {model: x, api_key: two}}
            """).Deployments.Select(d => d.Id).ToArray();

        ids[1].ShouldBe(ids[0] + "-2");
    }

    [Fact]
    public void Id_given_twice_is_a_problem_that_names_both_places() =>
        Configs.Bad(
            """
            model_list:
              - {model_name: v, litellm_params: {model: x, api_key: k}, model_info: {id: same}}
              - model_name: v
                litellm_params: {model: y, api_key: k}
                model_info:
                  id: same
            """).ShouldBe([
                "conf/config.yaml:6: model_list[1].model_info.id: the id 'same' is taken (first at conf/config.yaml:2), give each deployment its own",
            ]);

    private static string IdOf(string parameters) => Configs.One(parameters).Id;
}

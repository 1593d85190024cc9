using Realtime.Configuration.Tests.Support;

namespace Realtime.Configuration.Tests.Loading;

public sealed class IncludeTests
{
    private const string Model = "model_list: [{model_name: NAME, litellm_params: {model: openai/NAME, api_key: k}}]";

    private readonly MemoryFiles _files = new();

    [Fact]
    public void Include_appends_lists_and_replaces_everything_else()
    {
        _files["conf/config.yaml"] = "include: [more/models.yaml, settings.yaml]\ngeneral_settings: {max_sessions: 1, idle_timeout: 5}\n" + Named("first");
        _files["conf/more/models.yaml"] = Named("second");
        _files["conf/settings.yaml"] = "general_settings: {max_sessions: 2}\nlitellm_settings: {num_retries: 9}";

        var result = Configs.Load(_files);

        result.Config!.Deployments.Select(d => d.ModelName).ShouldBe(["first", "second"]);
        (result.Config.General.MaxSessions, result.Config.General.IdleTimeout).ShouldBe((2, null));
        result.Config.Router.NumRetries.ShouldBe(9);
        result.Files.ShouldBe(["conf/config.yaml", "conf/more/models.yaml", "conf/settings.yaml"]);
        result.Warnings.ShouldHaveSingleItem().ToString().ShouldBe(
            "conf/settings.yaml:1: warning: general_settings: replaces the whole of that at conf/config.yaml:2, keep each section in one file");
    }

    [Fact]
    public void Include_names_the_included_file_in_its_problems()
    {
        _files["conf/config.yaml"] = "include: [models.yaml]\ngeneral_settings: {max_sessions: x}";
        _files["conf/models.yaml"] = "\n\nmodel_list: [1]\nmodel_list: []";

        Configs.Load(_files).Problems.Select(p => p.ToString()).ShouldBe([
            "conf/config.yaml:2: general_settings.max_sessions: 'x' is not a whole number of at least 1, correct the value",
            "conf/models.yaml:3: model_list[0]: is text, write a map with model_name and litellm_params",
            "conf/models.yaml:4: model_list: the key is repeated (first in line 3), keep one of the two",
        ]);
    }

    [Theory]
    [InlineData("include: models.yaml", "conf/config.yaml:1: include: is text, write a list of paths")]
    [InlineData("include:\n  - gone.yaml", "conf/config.yaml:2: include[0]: conf/gone.yaml does not exist, correct the path; it counts from the including file")]
    [InlineData("include: [[a]]", "conf/config.yaml:1: include[0]: is a list, write a path")]
    [InlineData("include: [nested.yaml]", "conf/nested.yaml:2: include: stands in an included file, name all files in the main file's include")]
    [InlineData("include: [list.yaml]", "conf/list.yaml:1: is a list, write a map that begins with a key such as model_list")]
    [InlineData("include: [empty.yaml, empty.yaml]", "conf/config.yaml:1: include[1]: conf/empty.yaml is included twice, name each file once")]
    [InlineData("include: [models.yaml]\nmodel_list: {}", "conf/models.yaml:1: model_list: is a list, but a map at conf/config.yaml:2, write the same kind in both")]
    public void Include_that_is_wrong_is_a_problem(string main, string expected)
    {
        _files["conf/config.yaml"] = main;
        _files["conf/models.yaml"] = Named("m");
        _files["conf/nested.yaml"] = "general_settings: {}\ninclude: [models.yaml]";
        _files["conf/list.yaml"] = "[a]";
        _files["conf/empty.yaml"] = "# nothing";

        Configs.Load(_files).Problems.Select(p => p.ToString()).ShouldBe([expected]);
    }

    private static string Named(string name) => Model.Replace("NAME", name, StringComparison.Ordinal);
}

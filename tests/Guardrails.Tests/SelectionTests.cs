using Realtime.Configuration;
using Realtime.Guardrails.Selection;

namespace Realtime.Guardrails.Tests;

public sealed class SelectionTests
{
    private const string Yaml = """
        guardrails:
          - {guardrail_name: always, litellm_params: {guardrail: hide-secrets, mode: pre_call, default_on: true}}
          - {guardrail_name: asked, litellm_params: {guardrail: hide-secrets, mode: post_call}}
          - {guardrail_name: tagged, litellm_params: {guardrail: hide-secrets, mode: {tags: {strict: post_call}, default: logging_only}}}
          - {guardrail_name: shared, litellm_params: {guardrail: hide-secrets, mode: pre_call, weight: 1}}
          - {guardrail_name: shared, litellm_params: {guardrail: hide-secrets, mode: pre_call, weight: 3}}
          - {guardrail_name: base, litellm_params: {guardrail: hide-secrets, mode: pre_call}}
          - {guardrail_name: more, litellm_params: {guardrail: hide-secrets, mode: pre_call}}
        policies:
          root: {guardrails: {add: [base, asked]}}
          child: {inherit: root, guardrails: {add: [more], remove: [asked]}}
          voices: {guardrails: {add: [asked]}, condition: {model: "voice.*"}}
        policy_attachments:
          - {policy: child, teams: [support]}
          - {policy: voices, keys: ["dev-*"]}
        """;

    private static readonly GuardrailCatalog _catalog = Support.Engines.Catalog(Yaml);

    [Fact]
    public void Default_ones_run_for_everybody_unless_left_out()
    {
        Names(new GuardrailWish { Caller = new GuardrailCaller() }).ShouldBe(["always"]);
        Names(new GuardrailWish { Caller = new GuardrailCaller(), WithoutGlobal = true }).ShouldBeEmpty();
    }

    [Fact]
    public void Names_of_query_key_and_model_come_together_in_the_files_order() =>
        Names(new GuardrailWish { Caller = new GuardrailCaller(), Requested = ["shared"], Assigned = ["asked"], OfModel = ["tagged"] })
            .ShouldBe(["always", "asked", "tagged", "shared"]);

    [Fact]
    public void Unknown_name_is_told()
    {
        Select(new GuardrailWish { Caller = new GuardrailCaller(), Requested = ["nope"] }).UnknownGuardrail.ShouldBe("nope");
        Select(new GuardrailWish { Caller = new GuardrailCaller(), Policies = ["none"] }).UnknownPolicy.ShouldBe("none");
    }

    [Fact]
    public void Policies_add_and_remove_along_their_line_for_what_they_are_attached_to()
    {
        Names(new GuardrailWish { Caller = new GuardrailCaller { TeamAlias = "support" } }).ShouldBe(["always", "base", "more"]);
        Names(new GuardrailWish { Caller = new GuardrailCaller { KeyAlias = "dev-1", Model = "voice-1" } }).ShouldBe(["always", "asked"]);
        Names(new GuardrailWish { Caller = new GuardrailCaller { KeyAlias = "dev-1", Model = "other" } }).ShouldBe(["always"]);
        Names(new GuardrailWish { Caller = new GuardrailCaller(), Policies = ["root"] }).ShouldBe(["always", "asked", "base"]);
    }

    [Theory]
    [InlineData("(?!x)(a+)+")]
    [InlineData("(a+)+")]
    public void Model_name_that_a_pattern_would_not_be_done_with_leaves_nothing_unguarded(string pattern)
    {
        var catalog = Support.Engines.Catalog($$$"""
            guardrails:
              - {guardrail_name: base, litellm_params: {guardrail: hide-secrets, mode: pre_call}}
              - {guardrail_name: more, litellm_params: {guardrail: hide-secrets, mode: pre_call}}
            policies:
              root: {guardrails: {add: [base]}}
              slow: {inherit: root, guardrails: {add: [more], remove: [base]}, condition: {model: "{{{pattern}}}" } }
            """);

        var guardrails = GuardrailSelector.Select(
            catalog, new GuardrailWish { Caller = new GuardrailCaller { Model = new string('a', 60) + "!" }, Policies = ["slow"] }, new Random(1)).Guardrails;

        guardrails.All.ShouldContain(guardrail => guardrail.Name == "base");
    }

    [Fact]
    public void Tags_choose_modes()
    {
        Set("strict").In(GuardrailMode.PostCall).ShouldHaveSingleItem().Name.ShouldBe("tagged");
        Set("other").In(GuardrailMode.LoggingOnly).ShouldHaveSingleItem().Name.ShouldBe("tagged");

        static GuardrailSet Set(string tag) => Select(new GuardrailWish
        {
            Caller = new GuardrailCaller { Tags = [tag] }, OfModel = ["tagged"], WithoutGlobal = true,
        }).Guardrails;
    }

    [Fact]
    public void Entries_of_one_name_share_by_weight()
    {
        var random = new Random(7);
        var heavy = Enumerable.Range(0, 400).Count(_ => GuardrailSelector.Select(
            _catalog, new GuardrailWish { Caller = new GuardrailCaller(), Requested = ["shared"], WithoutGlobal = true }, random).Guardrails.All.Single().Entry.Weight == 3);

        heavy.ShouldBeInRange(260, 340);
    }

    private static string[] Names(GuardrailWish wish) => [.. Select(wish).Guardrails.All.Select(guardrail => guardrail.Name)];

    private static GuardrailSelection Select(GuardrailWish wish) => GuardrailSelector.Select(_catalog, wish, new Random(1));
}

using Realtime.Guardrails.Tests.Support;

namespace Realtime.Guardrails.Tests.Engines;

public sealed class PresidioTests
{
    private const string Found = """[{"start":3,"end":9,"score":0.9,"entity_type":"PERSON"},{"start":12,"end":20,"score":0.3,"entity_type":"PHONE_NUMBER"}]""";

    [Fact]
    public async Task Masks_what_the_analyzer_found_above_the_thresholds()
    {
        await using var service = await StandIn.StartAsync();
        service.Answer = asked => asked.Path switch
        {
            "/analyze" => Found,
            "/anonymize" => """{"text":"I am <PERSON> 12345678","items":[]}""",
            _ => null,
        };
        var guardrail = Make(service, "pii_entities_config: {PERSON: MASK, PHONE_NUMBER: MASK}\npresidio_score_thresholds: {ALL: 0.5}\npresidio_language: de");

        var verdict = await guardrail.CheckAsync("I am Peters 12345678");

        verdict.Text.ShouldBe("I am <PERSON> 12345678");
        var (analyze, anonymize) = (service.Questions.First().Body, service.Questions.Last().Body);
        ((string)analyze["text"]!).ShouldBe("I am Peters 12345678");
        ((string)analyze["language"]!).ShouldBe("de");
        analyze["entities"]!.AsArray().Select(entity => (string)entity!).ShouldBe(["PERSON", "PHONE_NUMBER"]);
        anonymize["analyzer_results"]!.AsArray().ShouldHaveSingleItem()!["entity_type"]!.ToString().ShouldBe("PERSON");
    }

    [Fact]
    public async Task Blocks_an_entity_that_may_not_be_used()
    {
        await using var service = await StandIn.StartAsync();
        service.Answer = _ => Found;

        var verdict = await Make(service, "pii_entities_config: {PERSON: BLOCK}").CheckAsync("I am Peters 12345678");

        verdict.Reason.ShouldBe("Blocked entity detected: PERSON by Guardrail: g. This entity is not allowed to be used in this request.");
    }

    [Fact]
    public async Task Nothing_found_needs_no_anonymizer()
    {
        await using var service = await StandIn.StartAsync();
        service.Answer = asked => asked.Path == "/analyze" ? "[]" : null;

        (await Make(service, "presidio_filter_scope: both").CheckAsync("hello")).ShouldBe(GuardrailVerdict.Allow);
        service.Questions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Scope_leaves_the_other_side_unasked()
    {
        await using var service = await StandIn.StartAsync();
        service.Answer = _ => Found;

        (await Make(service, "presidio_filter_scope: input").CheckAsync("I am Peters", GuardrailInput.ModelText)).ShouldBe(GuardrailVerdict.Allow);
        service.Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Anonymizer_that_is_away_fails_and_lets_nothing_pass_unmasked()
    {
        await using var service = await StandIn.StartAsync();
        service.Answer = asked => asked.Path == "/analyze" ? Found : null;

        (await Make(service, "presidio_language: en").CheckAsync("I am Peters 12345678")).Action.ShouldBe(GuardrailAction.Failed);
    }

    private static Guardrail Make(StandIn service, string more) => Support.Engines.Make(
        $"guardrail: presidio\nmode: pre_call\npresidio_analyzer_api_base: {service.Address}\npresidio_anonymizer_api_base: {service.Address}\n{more}");
}

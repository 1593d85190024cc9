using System.Globalization;
using Realtime.Guardrails.Tests.Support;

namespace Realtime.Guardrails.Tests.Engines;

public sealed class ServiceEngineTests
{
    public static TheoryData<string> Names => [.. ServiceCase.All.Keys];

    public static TheoryData<string> Masking => [.. ServiceCase.All.Where(pair => pair.Value.Mask is not null).Select(pair => pair.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Allows_what_the_service_lets_pass_and_asks_in_the_services_form(string name)
    {
        var (engine, service) = await StartAsync(name, c => c.Allow);
        await using var _ = service;

        (await engine.CheckAsync(ServiceCase.Text)).ShouldBe(GuardrailVerdict.Allow);
        ServiceCase.All[name].Check(service.Question);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Blocks_what_the_service_finds_with_its_reason(string name)
    {
        var (engine, service) = await StartAsync(name, c => c.Block);
        await using var _ = service;

        var verdict = await engine.CheckAsync(ServiceCase.Text);

        (verdict.Action, verdict.Reason).ShouldBe((GuardrailAction.Block, ServiceCase.All[name].Reason));
    }

    [Theory]
    [MemberData(nameof(Masking))]
    public async Task Masks_what_the_service_masked(string name)
    {
        var (engine, service) = await StartAsync(name, c => c.Mask!);
        await using var _ = service;

        var verdict = await engine.CheckAsync(ServiceCase.Text);

        verdict.Action.ShouldBe(GuardrailAction.Mask);
        verdict.Text.ShouldBe(name == "lakera_v2" ? "my card is [MASKED X]" : ServiceCase.Masked);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fails_when_the_service_is_wrong_broken_or_away(string name)
    {
        var (engine, service) = await StartAsync(name, _ => """{"what":"else"}""");
        if (name != "aim")
        {
            (await engine.CheckAsync(ServiceCase.Text)).Action.ShouldBe(GuardrailAction.Failed);
        }

        service.Answer = _ => "no json";
        (await engine.CheckAsync(ServiceCase.Text)).Action.ShouldBe(GuardrailAction.Failed);
        service.Status = 503;
        (await engine.CheckAsync(ServiceCase.Text)).Reason.ShouldBe("it answered with HTTP 503");
        await service.DisposeAsync();
        (await engine.CheckAsync(ServiceCase.Text)).Action.ShouldBe(GuardrailAction.Failed);
    }

    [Fact]
    public async Task Engine_that_takes_requests_without_text_gets_none_at_a_connection()
    {
        var (engine, service) = await StartAsync("generic_guardrail_api", c => c.Allow);
        await using var _ = service;

        await engine.CheckAsync("", GuardrailInput.Connection);

        engine.Engine.ChecksConnections.ShouldBeTrue();
        service.Question.Body["texts"]!.AsArray().ShouldBeEmpty();
        ((string)service.Question.Body["model"]!).ShouldBe("voice");
    }

    private static async Task<(Guardrail Guardrail, StandIn Service)> StartAsync(string name, Func<ServiceCase, string> answer)
    {
        var service = await StandIn.StartAsync();
        var entry = ServiceCase.All[name];
        service.Answer = _ => answer(entry);
        return (Support.Engines.Make(string.Format(CultureInfo.InvariantCulture, entry.Parameters, service.Address) + "\nmode: pre_call"), service);
    }
}

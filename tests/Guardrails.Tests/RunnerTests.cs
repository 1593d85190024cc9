using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration;
using Realtime.Configuration.Source;
using Realtime.Guardrails.Running;

namespace Realtime.Guardrails.Tests;

public sealed class RunnerTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(true, GuardrailAction.Allow)]
    [InlineData(false, GuardrailAction.Block)]
    [InlineData(null, GuardrailAction.Block)]
    public async Task Engine_that_throws_follows_its_configuration(bool? open, GuardrailAction expected)
    {
        var decision = await DecideAsync("hello", Make(_ => throw new InvalidOperationException("hello"), open));

        decision.Action.ShouldBe(expected);
        decision.Reason?.ShouldBe("The guardrail 'g' is not available.");
    }

    [Fact]
    public async Task Engine_that_takes_too_long_fails_after_its_time()
    {
        var asked = new TaskCompletionSource();
        var decision = DecideAsync("hello", Make(async _ =>
        {
            asked.SetResult();
            await new TaskCompletionSource().Task;
            return GuardrailVerdict.Allow;
        }));
        await asked.Task;

        _time.Advance(GuardrailEntry.DefaultTimeout);

        (await decision).IsBlocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Masks_of_several_add_up_and_a_block_wins()
    {
        var a = Make(text => Task.FromResult(GuardrailVerdict.Mask(text.Replace("a", "*", StringComparison.Ordinal))));
        var b = Make(text => Task.FromResult(GuardrailVerdict.Mask(text.Replace("b", "*", StringComparison.Ordinal))));
        var no = Make(_ => Task.FromResult(GuardrailVerdict.Block("No.")));

        (await DecideAsync("a b c", a, b)).Text.ShouldBe("* * c");
        (await DecideAsync("a b c", a, no)).Message.ShouldBe("No.");
    }

    [Fact]
    public async Task Verdicts_are_counted_and_timed()
    {
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        var seen = new List<string>();
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add($"{instrument.Name} {string.Join(',', tags.ToArray().Select(tag => tag.Value))}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add(instrument.Name));
        listener.Start();

        await DecideAsync("hello", Make(_ => Task.FromResult(GuardrailVerdict.Block("No."))));

        seen.ShouldContain("realtime.guardrail.verdicts g,pre_call,block");
        seen.ShouldContain("realtime.guardrail.duration");
    }

    public void Dispose() => _services.Dispose();

    private static Guardrail Make(Func<string, Task<GuardrailVerdict>> check, bool? open = null) => new(
        new GuardrailEntry { Name = "g", Engine = "own", FailOpen = open, Parameters = new ConfigMapping(new SourcePosition("", 1, 1), []) }, new Own(check));

    private async Task<GuardrailDecision> DecideAsync(string text, params Guardrail[] guardrails)
    {
        using var metrics = new GuardrailMetrics(_services.GetRequiredService<IMeterFactory>());
        return await new GuardrailRunner(metrics, _time, NullLogger<GuardrailRunner>.Instance)
            .DecideAsync(guardrails, Support.Engines.Ask(text), default(ActivityContext), TestContext.Current.CancellationToken);
    }

    private sealed class Own(Func<string, Task<GuardrailVerdict>> check) : IGuardrailEngine
    {
        public async ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken) => await check(request.Text);
    }
}

using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Realtime.Configuration;
using Realtime.Configuration.Source;
using Realtime.Grains.Ledger;
using Realtime.Grains.Sessions.Guards;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Guardrails;
using Realtime.Guardrails.Running;
using Realtime.Guardrails.Selection;

namespace Realtime.Grains.Tests.Sessions.Guarding;

public sealed class LogGuardTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Fact]
    public async Task What_is_written_down_is_masked_and_what_is_blocked_is_left_out()
    {
        var guard = LogGuard.For(Setup(GuardrailMode.LoggingOnly)).ShouldNotBeNull();

        var content = await guard.MaskAsync(new UsageContent("[{\"content\":\"my secret\"}]", "[{\"text\":\"bad\"}]", null));

        content.ShouldBe(new UsageContent("[{\"content\":\"my [X]\"}]", null, null));
    }

    [Fact]
    public void Session_without_such_guardrails_has_none() => LogGuard.For(Setup(GuardrailMode.PreCall)).ShouldBeNull();

    public void Dispose() => _services.Dispose();

    private GuardrailSetup Setup(GuardrailMode mode)
    {
        var metrics = new GuardrailMetrics(_services.GetRequiredService<IMeterFactory>());
        var entry = new GuardrailEntry { Name = "g", Engine = "own", Modes = [mode], Parameters = new ConfigMapping(new SourcePosition("", 1, 1), []) };
        return new GuardrailSetup
        {
            Guardrails = new GuardrailSet([new Guardrail(entry, new ScriptedEngine())], new GuardrailCaller()),
            Runner = new GuardrailRunner(metrics, TimeProvider.System, NullLogger<GuardrailRunner>.Instance),
            Metrics = metrics,
        };
    }
}

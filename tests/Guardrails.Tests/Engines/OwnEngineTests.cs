using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Guardrails.Tests.Support;

namespace Realtime.Guardrails.Tests.Engines;

public sealed class OwnEngineTests
{
    [Fact]
    public async Task Engine_of_ones_own_is_loaded_by_the_name_of_its_factory_and_reads_its_keys()
    {
        var guardrail = Support.Engines.Make(Parameters(typeof(LoudFactory).FullName!) + "\nloudest: '!'");

        (await guardrail.CheckAsync("hey!")).Reason.ShouldBe("Too loud.");
        (await guardrail.CheckAsync("hey")).ShouldBe(GuardrailVerdict.Allow);
    }

    [Fact]
    public void Type_that_is_no_factory_keeps_the_process_from_starting() => Support.Engines.Read(Support.Engines.Entry(Parameters("System.Nothing")))
        .Problems.ShouldHaveSingleItem().ToString().ShouldContain("'System.Nothing' is no type of that assembly");

    [Fact]
    public void Key_that_its_factory_does_not_read_is_told() =>
        Support.Engines.Read(Support.Engines.Entry(Parameters(typeof(LoudFactory).FullName!) + "\nloudest: x\nlodest: y")).Warnings
            .ShouldContain(warning => warning.Key.EndsWith("lodest", StringComparison.Ordinal));

    private static string Parameters(string type) => $"guardrail: {type}\nassembly: {typeof(OwnEngineTests).Assembly.Location}\nmode: pre_call";

    /// <summary>What an operator would write.</summary>
    public sealed class LoudFactory : IGuardrailEngineFactory
    {
        public string Name => "loud";

        public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment) =>
            new Loud(parameters.Text("loudest") ?? "!!!");
    }

    private sealed class Loud(string mark) : IGuardrailEngine
    {
        public ValueTask<GuardrailVerdict> CheckAsync(GuardrailRequest request, CancellationToken cancellationToken) =>
            new(request.Text.Contains(mark, StringComparison.Ordinal) ? GuardrailVerdict.Block("Too loud.") : GuardrailVerdict.Allow);
    }
}

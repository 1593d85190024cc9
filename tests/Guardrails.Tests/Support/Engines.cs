using Realtime.Configuration;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails.Tests.Support;

/// <summary>Makes guardrails from the configuration's text, as a process does.</summary>
internal static class Engines
{
    private static readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };

    public static GuardrailCaller Caller { get; } = new()
    {
        SessionId = "rts_1", Model = "voice", KeyHash = "abc", KeyAlias = "desk", TeamId = "t1", TeamAlias = "support", UserId = "u1", EndUserId = "e1",
        Tags = ["strict"], Metadata = new Dictionary<string, string> { ["tier"] = "gold" },
    };

    /// <summary>Makes the guardrail of one entry.</summary>
    /// <param name="parameters">The lines of its <c>litellm_params</c>.</param>
    public static Guardrail Make(string parameters) =>
        GuardrailCatalog.Create(Load(Entry(parameters)), Environment()).All.ShouldHaveSingleItem();

    public static GuardrailCatalog Catalog(string yaml) => GuardrailCatalog.Create(Load(yaml), Environment());

    public static string Entry(string parameters, string name = "g") =>
        $"guardrails:\n  - guardrail_name: {name}\n    litellm_params:\n" + string.Concat(parameters.Split('\n').Select(line => $"      {line}\n"));

    public static RealtimeConfig Load(string yaml)
    {
        var result = Read(yaml);
        result.Problems.ShouldBeEmpty();
        return result.Config.ShouldNotBeNull();
    }

    /// <summary>Reads a configuration with the check that the start has.</summary>
    public static ConfigLoadResult Read(string yaml, Dictionary<string, string>? variables = null) =>
        ConfigLoader.Load("config.yaml", variables ?? [], new OneFile(yaml), [new GuardrailConfigCheck()]);

    public static GuardrailRequest Ask(string text, GuardrailInput input = GuardrailInput.UserText) =>
        new() { Text = text, Mode = GuardrailMode.PreCall, Input = input, Caller = Caller };

    public static Task<GuardrailVerdict> CheckAsync(this Guardrail guardrail, string text, GuardrailInput input = GuardrailInput.UserText) =>
        guardrail.Engine.CheckAsync(Ask(text, input), TestContext.Current.CancellationToken).AsTask();

    private static GuardrailEnvironment Environment() =>
        new(new Dictionary<string, string>(), () => new HttpClient(_handler, disposeHandler: false), TimeProvider.System);

    private sealed class OneFile(string yaml) : IConfigFiles
    {
        public bool TryRead(
            string path,
            [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? text,
            [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? reason)
        {
            text = path == "config.yaml" ? yaml : null;
            reason = "does not exist";
            return text is not null;
        }
    }
}

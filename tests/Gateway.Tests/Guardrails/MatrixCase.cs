using Realtime.Configuration;
using Realtime.Guardrails;

namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>One cell of the matrix.</summary>
/// <param name="Provider">The provider, which is the model's name too.</param>
/// <param name="Mode">The mode.</param>
/// <param name="Way">What is judged.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Number">By which its text is known among all others.</param>
internal sealed record MatrixCase(string Provider, GuardrailMode Mode, MatrixWay Way, string Engine, MatrixVerdict Verdict, int Number)
{
    /// <summary>Gets the word that the verdict is about.</summary>
    public string Word => Verdict switch
    {
        MatrixVerdict.Mask => Engine == "hide-secrets" ? "AKIAIOSFODNN7EXAMPLE" : "hidden",
        MatrixVerdict.Block => "forbidden",
        MatrixVerdict.DownClosed or MatrixVerdict.DownOpen => "broken",
        _ => "harmless",
    };

    /// <summary>Gets a word that only this case says.</summary>
    public string Nonce => $"q{Number}q";

    /// <summary>Gets what is said.</summary>
    public string Text => $"{Nonce} it is {Word} here";

    /// <summary>Gets what is left of it once the word is masked.</summary>
    public string Masked => $"{Nonce} it is {EngineSettings.Mask(Engine)} here";

    /// <summary>Gets a value indicating whether the text passes as it is.</summary>
    public bool Passes => Verdict is MatrixVerdict.Allow or MatrixVerdict.DownOpen;

    /// <summary>Gets a value indicating whether it is spoken.</summary>
    public bool IsSpoken => Way is MatrixWay.Spoken or MatrixWay.SpokenLate;

    /// <summary>Gets the guardrail's name.</summary>
    public string Guardrail => GuardFixture.NameOf(Engine, Mode, opens: Verdict == MatrixVerdict.DownOpen);

    /// <summary>Gets a value indicating whether the provider answers speech unasked and knows no deletion: it forgets with its connection.</summary>
    public bool ForgetsByConnection => Provider is "gemini" or "vertex" or "nova";

    /// <inheritdoc/>
    public override string ToString() => $"{Provider} × {GuardrailModes.Name(Mode)} ({Way}) × {Engine} × {Verdict}";
}

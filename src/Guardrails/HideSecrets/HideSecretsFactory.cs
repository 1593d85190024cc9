using Realtime.Configuration;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails.HideSecrets;

/// <summary><c>hide-secrets</c>: takes keys and passwords out of texts, in this process, and never blocks.</summary>
internal sealed class HideSecretsFactory : IGuardrailEngineFactory
{
    /// <inheritdoc/>
    public string Name => "hide-secrets";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        if (parameters.Mapping("detect_secrets_config") is not null)
        {
            parameters.Warning("detect_secrets_config", "has no effect: everything that this engine knows is looked for", "take it out");
        }

        return new HideSecretsEngine();
    }
}

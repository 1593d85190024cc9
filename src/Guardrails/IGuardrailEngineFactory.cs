using Realtime.Configuration;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails;

/// <summary>Makes engines of one kind from their entries in the configuration.</summary>
public interface IGuardrailEngineFactory
{
    /// <summary>Gets the name that <c>litellm_params.guardrail</c> calls it by.</summary>
    string Name { get; }

    /// <summary>
    /// Makes an engine. It is called at every reading of the configuration, also only to check it, so it must do nothing but read: no
    /// connection, no thread. Whatever is wrong becomes a finding that names the key and the remedy, and keeps the process from starting.
    /// </summary>
    /// <param name="entry">The entry, whose common keys are read already.</param>
    /// <param name="parameters">Its <c>litellm_params</c>. Keys that nobody asks for are told to the operator as unknown.</param>
    /// <param name="environment">What the engine may use.</param>
    /// <returns>The engine; anything, or null, when there were problems.</returns>
    IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment);
}

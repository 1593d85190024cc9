using Realtime.Configuration;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails.AzureContentSafety;

/// <summary><c>azure/prompt_shield</c>: finds attacks on the model in what goes to it.</summary>
internal sealed class PromptShieldFactory : IGuardrailEngineFactory
{
    /// <inheritdoc/>
    public string Name => "azure/prompt_shield";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        if (entry.Modes.Concat(entry.ModesByTag.Values.SelectMany(modes => modes)).Contains(GuardrailMode.PostCall))
        {
            parameters.Problem("mode", "post_call is not for this engine, which finds attacks in prompts", "use pre_call, during_call or realtime_input_transcription");
        }

        return ContentSafetyService.Read(parameters, environment, "text:shieldPrompt") is { } service ? new PromptShieldEngine(service) : null;
    }
}

using Realtime.Configuration;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails;

/// <summary>Makes the engine of an entry, and tells what is wrong with its section.</summary>
internal static class GuardrailFactory
{
    // Read with the entry, see GuardrailEntry; and keys of LiteLLM that mean nothing to a spoken conversation.
    private static readonly SectionKeys _common = SectionKeys.Of(
        inert:
        [
            "experimental_use_latest_role_message_only", "skip_system_message_in_guardrail", "run_in_parallel", "only_scan_new_messages",
            "extra_headers", "guard_name", "violation_message_template", "litellm_credential_name",
        ],
        further:
        [
            "guardrail", "mode", "default_on", "weight", "api_base", "api_key", "realtime_violation_message",
            "on_violation", "end_session_after_n_fails", "unreachable_fallback", "fail_on_error", "fail_open", "fallback_on_error", "timeout",
            "transcription_model",

            // What an engine masks is masked here without being told so; the engines for which it is a choice read these.
            "mask_request_content", "mask_response_content",
        ]);

    /// <summary>Makes an engine.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="environment">What the engine may use.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <returns>The engine; anything, or null, when there are problems.</returns>
    public static IGuardrailEngine? Create(GuardrailEntry entry, GuardrailEnvironment environment, Findings findings)
    {
        var parameters = new SectionReader(entry.Parameters, entry.Path, findings);
        if (GuardrailRegistry.Find(parameters) is not { } factory)
        {
            return null;
        }

        var engine = factory.Create(entry, parameters, environment);
        parameters.Finish(_common);
        return engine;
    }
}

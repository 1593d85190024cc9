using Realtime.Configuration.Source;

namespace Realtime.Configuration;

/// <summary>One entry of <c>guardrails</c>. Several entries of one name share the work by <see cref="Weight"/>.</summary>
public sealed record GuardrailEntry
{
    /// <summary>How long an engine may take where nothing else is said: somebody waits for an answer.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Gets the name that keys, teams and policies use (<c>guardrail_name</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Gets the engine (<c>litellm_params.guardrail</c>), for instance <c>presidio</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>Gets when it runs (<c>mode</c>): without tags, the list or the single mode; with tags, the default.</summary>
    public IReadOnlyList<GuardrailMode> Modes { get; init; } = [];

    /// <summary>Gets the modes for requests that carry a tag (<c>mode.tags</c>).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<GuardrailMode>> ModesByTag { get; init; } =
        new Dictionary<string, IReadOnlyList<GuardrailMode>>();

    /// <summary>Gets a value indicating whether it runs for every session (<c>default_on</c>).</summary>
    public bool DefaultOn { get; init; }

    /// <summary>Gets the share of the work among entries of one name; null when not said.</summary>
    public double? Weight { get; init; }

    /// <summary>Gets the engine's address.</summary>
    public Uri? ApiBase { get; init; }

    /// <summary>Gets the engine's key.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>Gets what the model is made to say after a violation (<c>realtime_violation_message</c>).</summary>
    public string? RealtimeViolationMessage { get; init; }

    /// <summary>Gets a value indicating whether the first violation ends the session (<c>on_violation: end_session</c>).</summary>
    public bool EndSessionOnViolation { get; init; }

    /// <summary>Gets the violation that ends the session (<c>end_session_after_n_fails</c>); null: none does.</summary>
    public int? EndSessionAfterFails { get; init; }

    /// <summary>
    /// Gets a value indicating whether text passes while the engine cannot tell (<c>unreachable_fallback: fail_open</c>, or LiteLLM's other
    /// spellings <c>fail_on_error: false</c>, <c>fail_open: true</c>, <c>fallback_on_error: allow</c>); null when not said.
    /// </summary>
    public bool? FailOpen { get; init; }

    /// <summary>Gets how long its engine may take for a verdict (<c>timeout</c>).</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>
    /// Gets the model that transcribes spoken turns for it where the client asked for no transcription (<c>transcription_model</c>); null: the usual one.
    /// </summary>
    public string? TranscriptionModel { get; init; }

    /// <summary>Gets the place of <c>litellm_params</c> in the configuration, as <c>guardrails[0].litellm_params</c>.</summary>
    public string Path { get; init; } = "guardrails";

    /// <summary>Gets the whole of <c>litellm_params</c>, with positions, for the engine's own keys.</summary>
    public required ConfigMapping Parameters { get; init; }

    /// <summary>Gets <c>guardrail_info</c> as it stands; null when there is none.</summary>
    public ConfigMapping? Info { get; init; }
}

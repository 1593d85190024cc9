using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Reads <c>guardrails</c>. Which keys an engine takes besides the common ones is for the engine to say.</summary>
internal static class GuardrailReader
{
    private static readonly Dictionary<string, GuardrailMode> _modes = new(StringComparer.Ordinal)
    {
        ["pre_call"] = GuardrailMode.PreCall,
        ["during_call"] = GuardrailMode.DuringCall,
        ["post_call"] = GuardrailMode.PostCall,
        ["logging_only"] = GuardrailMode.LoggingOnly,
        ["pre_mcp_call"] = GuardrailMode.PreMcpCall,
        ["during_mcp_call"] = GuardrailMode.DuringMcpCall,
        ["realtime_input_transcription"] = GuardrailMode.RealtimeInputTranscription,
    };

    public static IReadOnlyList<GuardrailEntry> Read(ConfigSequence? list, Findings findings)
    {
        var entries = new List<GuardrailEntry>();
        for (var i = 0; i < (list?.Items.Count ?? 0); i++)
        {
            var (item, path) = (list!.Items[i], $"guardrails[{i}]");
            if (item is not ConfigMapping map)
            {
                findings.Problem(item.Position, path, $"is {item.Kind}", "write a map with guardrail_name and litellm_params");
            }
            else if (ReadEntry(new SectionReader(map, path, findings)) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private static GuardrailEntry? ReadEntry(SectionReader s)
    {
        var name = Required(s, "guardrail_name");
        var info = s.Mapping("guardrail_info");
        var parameters = s.Section("litellm_params");
        _ = s.Text("guardrail_id");
        s.Finish(SectionKeys.None);
        if (parameters is null)
        {
            if (!s.Has("litellm_params"))
            {
                s.Problem("litellm_params", "is missing", "give litellm_params with guardrail and mode");
            }

            return null;
        }

        var engine = Required(parameters, "guardrail");
        var byTag = new Dictionary<string, IReadOnlyList<GuardrailMode>>(StringComparer.Ordinal);
        var modes = Modes(parameters, byTag);
        if (!parameters.Has("mode"))
        {
            parameters.Problem("mode", "is missing", $"give one of {string.Join(", ", _modes.Keys)}");
        }

        var entry = new GuardrailEntry
        {
            Name = name ?? "",
            Engine = engine ?? "",
            Modes = modes,
            ModesByTag = byTag,
            DefaultOn = parameters.Flag("default_on") ?? false,
            Weight = (double?)parameters.Number("weight", 0),
            ApiBase = parameters.Address("api_base", "http", "https"),
            ApiKey = parameters.Secret("api_key"),
            RealtimeViolationMessage = parameters.Text("realtime_violation_message"),
            EndSessionOnViolation = parameters.Choice("on_violation", "warn", "end_session") == "end_session",
            EndSessionAfterFails = parameters.Integer("end_session_after_n_fails", 1),
            FailOpen = FailOpen(parameters),
            Timeout = parameters.Duration("timeout", TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(2)) ?? GuardrailEntry.DefaultTimeout,
            TranscriptionModel = parameters.Text("transcription_model"),
            Path = parameters.Path,
            Parameters = parameters.Map,
            Info = info,
        };
        return name is null || engine is null ? null : entry;
    }

    // Engines spell it in their own ways in LiteLLM; two that disagree are a mistake.
    private static bool? FailOpen(SectionReader parameters)
    {
        bool?[] said =
        [
            parameters.Choice("unreachable_fallback", "fail_closed", "fail_open") is { } fallback ? fallback == "fail_open" : null,
            !parameters.Flag("fail_on_error"),
            parameters.Flag("fail_open"),
            parameters.Choice("fallback_on_error", "block", "allow") is { } onError ? onError == "allow" : null,
        ];
        if (said.OfType<bool>().Distinct().Count() > 1)
        {
            parameters.Problem("unreachable_fallback", "is contradicted by another key", "keep unreachable_fallback alone");
        }

        return said.OfType<bool?>().FirstOrDefault(value => value is not null);
    }

    private static string? Required(SectionReader s, string key)
    {
        var text = s.Text(key)?.Trim();
        if (!s.Has(key))
        {
            s.Problem(key, "is missing", $"give {key}");
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    // One mode, a list of modes, or {tags: {tag: mode}, default: mode}.
    private static List<GuardrailMode> Modes(SectionReader parameters, Dictionary<string, IReadOnlyList<GuardrailMode>> byTag)
    {
        if (parameters.Node("mode") is not ConfigMapping)
        {
            return Parse(parameters, "mode");
        }

        var section = parameters.Section("mode")!;
        if (section.Section("tags") is { } tags)
        {
            foreach (var tag in tags.Map.Entries)
            {
                byTag[tag.Key] = Parse(tags, tag.Key);
            }
        }

        var modes = Parse(section, "default");
        section.Finish(SectionKeys.None);
        return modes;
    }

    private static List<GuardrailMode> Parse(SectionReader section, string key)
    {
        var modes = new List<GuardrailMode>();
        foreach (var text in section.Texts(key))
        {
            if (_modes.TryGetValue(text.Trim(), out var mode))
            {
                modes.Add(mode);
            }
            else
            {
                section.Problem(key, "names no mode", $"write one of {string.Join(", ", _modes.Keys)}");
            }
        }

        return modes;
    }
}

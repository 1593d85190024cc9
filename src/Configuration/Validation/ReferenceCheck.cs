using Realtime.Configuration.Loading;
using Realtime.Configuration.Models;
using Realtime.Configuration.Source;

namespace Realtime.Configuration.Validation;

/// <summary>Finds names that name nothing: targets of aliases, both sides of fallbacks, guardrails of deployments.</summary>
internal sealed class ReferenceCheck(RealtimeConfig config, IReadOnlySet<string> names, ConfigMapping root, Findings findings)
{
    private readonly ModelTable _models = config.Models;

    public void Run()
    {
        CheckAliases();
        foreach (var section in new[] { "router_settings", "litellm_settings" })
        {
            CheckFallbacks(section);
            CheckDefaultFallbacks(section);
        }

        CheckGuardrails();
    }

    private static string Nearest(string name, IEnumerable<string> known) =>
        NearestName.Find(name, known) is { } near ? $"did you mean {near}?" : "name an entry of model_list";

    private bool IsModel(string name) =>
        names.Contains(name) || _models.Resolve(name) is not null || names.Any(n => ModelPattern.IsPattern(n) && new ModelPattern(n).Match(name) is not null);

    private void CheckAliases()
    {
        if (Section("router_settings")?.Find("model_group_alias")?.Value is not ConfigMapping aliases)
        {
            return;
        }

        foreach (var entry in aliases.Entries)
        {
            // An alias does not lead through another one.
            if (config.Router.ModelGroupAlias.TryGetValue(entry.Key, out var alias)
                && (!IsModel(alias.Model) || (config.Router.ModelGroupAlias.ContainsKey(alias.Model) && !names.Contains(alias.Model))))
            {
                findings.Problem(
                    entry.KeyPosition,
                    $"router_settings.model_group_alias.{entry.Key}",
                    $"'{alias.Model}' names no model",
                    Nearest(alias.Model, names));
            }
        }
    }

    private void CheckFallbacks(string section)
    {
        var list = Section(section)?.Find("fallbacks")?.Value as ConfigSequence;
        for (var i = 0; i < (list?.Items.Count ?? 0); i++)
        {
            foreach (var entry in (list!.Items[i] as ConfigMapping)?.Entries ?? [])
            {
                var path = $"{section}.fallbacks[{i}].{entry.Key}";
                if (entry.Key != "*")
                {
                    CheckName(entry.Key, entry.KeyPosition, path);
                }

                CheckTargets(entry.Value, path);
            }
        }
    }

    private void CheckDefaultFallbacks(string section)
    {
        if (Section(section)?.Find("default_fallbacks")?.Value is { } value)
        {
            CheckTargets(value, $"{section}.default_fallbacks");
        }
    }

    private void CheckTargets(ConfigNode value, string path)
    {
        var targets = value is ConfigSequence list ? list.Items : [value];
        foreach (var target in targets.OfType<ConfigScalar>().Where(t => !t.IsNull && t.Text != EnvironmentResolver.Unresolved))
        {
            CheckName(target.Text, target.Position, path);
        }
    }

    private void CheckName(string name, SourcePosition position, string path)
    {
        if (!IsModel(name))
        {
            findings.Problem(position, path, $"'{name}' names no model", Nearest(name, names.Concat(config.Router.ModelGroupAlias.Keys)));
        }
    }

    // A guardrail that does not exist must not be one that silently never runs.
    private void CheckGuardrails()
    {
        var known = config.Guardrails.Select(g => g.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (item, i) in ((root.Find("model_list")?.Value as ConfigSequence)?.Items ?? []).Select((item, i) => (item, i)))
        {
            var parameters = (item as ConfigMapping)?.Find("litellm_params")?.Value as ConfigMapping;
            foreach (var name in (parameters?.Find("guardrails")?.Value as ConfigSequence)?.Items.OfType<ConfigScalar>() ?? [])
            {
                if (!known.Contains(name.Text))
                {
                    findings.Problem(
                        name.Position,
                        $"model_list[{i}].litellm_params.guardrails",
                        $"'{name.Text}' names no guardrail",
                        NearestName.Find(name.Text, known) is { } near ? $"did you mean {near}?" : "name an entry of guardrails");
                }
            }
        }
    }

    private ConfigMapping? Section(string name) => root.Find(name)?.Value as ConfigMapping;
}

using System.Text.RegularExpressions;
using Realtime.Configuration;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Source;

namespace Realtime.Guardrails.Selection;

/// <summary>Reads <c>policies</c> and <c>policy_attachments</c>.</summary>
internal static class PolicyReader
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads them.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <param name="guardrails">The names of guardrails that there are.</param>
    /// <returns>The policies.</returns>
    public static PolicyTable Read(RealtimeConfig config, Findings findings, IReadOnlySet<string> guardrails)
    {
        var policies = new Dictionary<string, Policy>(StringComparer.Ordinal);
        foreach (var entry in config.Policies?.Entries ?? [])
        {
            if (entry.Value is ConfigMapping map)
            {
                policies[entry.Key] = ReadPolicy(entry.Key, new SectionReader(map, "policies." + entry.Key, findings), guardrails);
            }
            else
            {
                findings.Problem(entry.KeyPosition, "policies." + entry.Key, $"is {entry.Value.Kind}", "write a map with guardrails");
            }
        }

        foreach (var policy in policies.Values)
        {
            CheckParents(policy, policies, config.Policies!, findings);
        }

        return new PolicyTable(policies, ReadAttachments(config, policies, findings));
    }

    private static Policy ReadPolicy(string name, SectionReader section, IReadOnlySet<string> guardrails)
    {
        var parent = section.Text("inherit")?.Trim();
        _ = section.Text("description");
        var (added, removed) = section.Node("guardrails") is ConfigSequence
            ? (Names(section, "guardrails", guardrails), [])
            : section.Section("guardrails") is { } lists ? (Names(lists, "add", guardrails), Names(lists, "remove", guardrails)) : ([], []);
        IReadOnlyList<Regex>? models = null;
        if (section.Section("condition") is { } condition)
        {
            models = condition.Has("model") ? Models(condition) : null;
            condition.Finish(SectionKeys.None);
        }

        if (section.Has("pipeline"))
        {
            section.Problem("pipeline", "is not supported", "name the guardrails under guardrails.add");
        }

        section.Finish(SectionKeys.None);
        return new Policy(name, string.IsNullOrEmpty(parent) ? null : parent, added, removed, models);
    }

    private static IReadOnlyList<string> Names(SectionReader section, string key, IReadOnlySet<string> guardrails)
    {
        var names = section.Texts(key);
        foreach (var name in names.Where(name => !guardrails.Contains(name)))
        {
            section.Problem(
                key, $"'{name}' names no guardrail", NearestName.Find(name, guardrails) is { } near ? $"did you mean {near}?" : "name an entry of guardrails");
        }

        return names;
    }

    // A single text is a pattern, the items of a list are names.
    private static List<Regex> Models(SectionReader condition)
    {
        var isList = condition.Node("model") is ConfigSequence;
        var models = new List<Regex>();
        foreach (var text in condition.Texts("model"))
        {
            try
            {
                models.Add(Pattern(isList ? $"^{Regex.Escape(text)}$" : $"^(?:{text})$"));
            }
            catch (ArgumentException)
            {
                condition.Problem("model", "is no regular expression", "correct it, or write a list of names");
            }
        }

        return models;
    }

    // The model's name is the client's: where the pattern allows it, no name takes longer than its length.
    private static Regex Pattern(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(text, RegexOptions.CultureInvariant, PatternTimeout);
        }
    }

    private static void CheckParents(Policy policy, Dictionary<string, Policy> policies, ConfigMapping section, Findings findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { policy.Name };
        for (var parent = policy.Parent; parent is not null; parent = policies[parent].Parent)
        {
            var known = policies.ContainsKey(parent);
            if (known && seen.Add(parent))
            {
                continue;
            }

            findings.Problem(
                section.Find(policy.Name)!.KeyPosition,
                $"policies.{policy.Name}.inherit",
                known ? $"'{parent}' inherits from itself" : $"'{parent}' names no policy",
                "name another entry of policies");
            return;
        }
    }

    private static List<PolicyAttachment> ReadAttachments(RealtimeConfig config, Dictionary<string, Policy> policies, Findings findings)
    {
        var attachments = new List<PolicyAttachment>();
        for (var i = 0; i < (config.PolicyAttachments?.Items.Count ?? 0); i++)
        {
            var path = $"policy_attachments[{i}]";
            var item = config.PolicyAttachments!.Items[i];
            if (item is not ConfigMapping map)
            {
                findings.Problem(item.Position, path, $"is {item.Kind}", "write a map with policy and scope, teams, keys, models or tags");
                continue;
            }

            var section = new SectionReader(map, path, findings);
            var policy = section.Text("policy")?.Trim() ?? "";
            var scope = section.Choice("scope", "*");
            var attachment = new PolicyAttachment(
                policy, scope is not null, section.Texts("teams"), section.Texts("keys"), section.Texts("models"), section.Texts("tags"));
            section.Finish(SectionKeys.None);
            if (!policies.ContainsKey(policy))
            {
                section.Problem("policy", policy.Length == 0 ? "is missing" : $"'{policy}' names no policy", "name an entry of policies");
            }

            if (scope is null && attachment.Teams.Count + attachment.Keys.Count + attachment.Models.Count + attachment.Tags.Count == 0)
            {
                section.Problem("scope", "is missing, and nothing else says what the policy is for", "give scope: \"*\", or teams, keys, models or tags");
            }

            attachments.Add(attachment);
        }

        return attachments;
    }
}

using System.Text.RegularExpressions;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails.Tests;

/// <summary>Holds the configuration examples of README.md and docs/ to what the processes take: no problem, and no warning.</summary>
public sealed partial class DocumentedExamplesTests
{
    private const string Model = "model_list:\n  - {model_name: voice, litellm_params: {model: openai/gpt-realtime, api_key: k}}\n";

    private static readonly string _documents = Path.Combine(AppContext.BaseDirectory, "documents");

    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(_documents, "*.md", SearchOption.AllDirectories)
            .Where(path => Example().IsMatch(File.ReadAllText(path))).Select(path => Path.GetRelativePath(_documents, path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Examples_of_a_document_are_taken_as_they_stand(string document)
    {
        var directory = Directory.CreateTempSubdirectory("realtime-examples-");
        try
        {
            // What an example includes, and what it stands on that the same document shows before it.
            File.WriteAllText(Path.Combine(directory.FullName, "models.yaml"), Model);
            var before = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (Match match in Example().Matches(File.ReadAllText(Path.Combine(_documents, document))))
            {
                foreach (var (key, text) in Sections(match.Groups[1].Value))
                {
                    before[key] = text;
                }

                var yaml = string.Concat(before.Values) + (before.ContainsKey("model_list") || before.ContainsKey("include") ? "" : Model);
                var path = Path.Combine(directory.FullName, "config.yaml");
                File.WriteAllText(path, yaml);

                var result = ConfigLoader.Load(path, Environment(yaml), checks: [new GuardrailConfigCheck()]);

                string[] findings = [.. result.Problems.Select(problem => problem.ToString()), .. result.Warnings.Select(warning => warning.ToString())];
                findings.ShouldBeEmpty(yaml);
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static Dictionary<string, string> Environment(string yaml) => Variable().Matches(yaml).Select(match => match.Groups[1].Value)
        .Concat(["XAI_API_KEY", "PRESIDIO_ANALYZER_API_BASE", "PRESIDIO_ANONYMIZER_API_BASE"]).Distinct(StringComparer.Ordinal)
        .ToDictionary(name => name, name => name.EndsWith("_BASE", StringComparison.Ordinal) ? "http://presidio:3000" : "value", StringComparer.Ordinal);

    // Entries of the model list may be shown without it; what is indented is a part of an entry.
    private static IEnumerable<(string Key, string Text)> Sections(string example)
    {
        if (example.StartsWith('-'))
        {
            example = "model_list:\n" + string.Concat(example.TrimEnd().Split('\n').Select(line => $"  {line}\n"));
        }

        return example.StartsWith(' ') ? [] : Section().Matches(example).Select(match => (match.Groups[1].Value, match.Value));
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^([a-z_]+):.*?(?=^[a-z]|\z)", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex("os\\.environ/([A-Z0-9_]+)")]
    private static partial Regex Variable();
}

using System.Text.RegularExpressions;
using Realtime.Configuration;
using Realtime.Configuration.Loading;

namespace Realtime.Guardrails.ContentFilter;

/// <summary><c>litellm_content_filter</c>: words and patterns, in this process.</summary>
internal sealed class ContentFilterFactory : IGuardrailEngineFactory
{
    private const string DefaultFormat = "[{pattern_name}_REDACTED]";

    // By the clock, which goes on while a busy machine leaves the search waiting: far more than any pattern needs that ever ends.
    private static readonly TimeSpan OwnPatternTimeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Name => "litellm_content_filter";

    /// <inheritdoc/>
    public IGuardrailEngine? Create(GuardrailEntry entry, SectionReader parameters, GuardrailEnvironment environment)
    {
        var format = parameters.Text("pattern_redaction_format") ?? DefaultFormat;
        var keywordTag = parameters.Text("keyword_redaction_tag") ?? "[KEYWORD_REDACTED]";
        var rules = new List<FilterRule>();
        rules.AddRange(parameters.Sections("patterns").Select(section => Pattern(section, format)).OfType<FilterRule>());
        rules.AddRange(parameters.Sections("blocked_words").Select(section => Word(section, keywordTag)).OfType<FilterRule>());
        if (parameters.YamlFile("blocked_words_file") is { } file)
        {
            rules.AddRange(file.Sections("blocked_words").Select(section => Word(section, keywordTag)).OfType<FilterRule>());
            file.Finish(SectionKeys.None);
        }

        _ = parameters.Choice("severity_threshold", "high", "medium", "low");
        if (parameters.Sequence("categories") is { Items.Count: > 0 })
        {
            parameters.Problem("categories", "has no word lists in this product", "write the words into blocked_words or blocked_words_file");
        }

        if (rules.Count == 0 && !parameters.Findings.HasProblems)
        {
            parameters.Problem("guardrail", "is asked to find nothing", "give patterns, blocked_words or blocked_words_file");
        }

        return new ContentFilterEngine(rules);
    }

    private static FilterRule? Pattern(SectionReader section, string format)
    {
        var type = section.Choice("pattern_type", "prebuilt", "regex") ?? (section.Has("pattern") ? "regex" : "prebuilt");
        var blocks = Blocks(section);
        var name = section.Text("name")?.Trim();
        var prebuilt = section.Text("pattern_name")?.Trim();
        var text = section.Text("pattern");
        _ = section.Text("description");
        section.Finish(SectionKeys.None);
        var pattern = type == "prebuilt" ? Prebuilt(section, prebuilt) : Own(section, name ?? prebuilt, text);
        if (pattern is null)
        {
            return null;
        }

        name ??= pattern.Name;
        return new FilterRule(
            pattern, blocks, format.Replace("{pattern_name}", name.ToUpperInvariant(), StringComparison.Ordinal), $"Content blocked: {name} pattern detected");
    }

    private static TextPattern? Prebuilt(SectionReader section, string? name)
    {
        if (name is not null && PrebuiltPatterns.ByName.TryGetValue(name, out var pattern))
        {
            return pattern;
        }

        var known = PrebuiltPatterns.ByName.Keys.Order(StringComparer.Ordinal);
        section.Problem(
            "pattern_name",
            name is null ? "is missing" : $"'{name}' is no prebuilt pattern",
            NearestName.Find(name ?? "", known) is { } near ? $"did you mean {near}?" : $"write one of {string.Join(", ", known)}");
        return null;
    }

    private static TextPattern? Own(SectionReader section, string? name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            section.Problem("pattern", "is missing", "give a regular expression");
            return null;
        }

        if (string.IsNullOrEmpty(name))
        {
            section.Problem("name", "is missing", "give the pattern a name, which stands in its redaction");
            return null;
        }

        try
        {
            return new TextPattern(name, Compile(text));
        }
        catch (ArgumentException)
        {
            section.Problem("pattern", "is no regular expression", "correct it");
            return null;
        }
    }

    // Linear time for whatever can have it; what looks around cannot, and is bounded by a time-out.
    private static Regex Compile(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, OwnPatternTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(text, RegexOptions.CultureInvariant, OwnPatternTimeout);
        }
    }

    private static FilterRule? Word(SectionReader section, string tag)
    {
        var keyword = section.Text("keyword")?.Trim();
        var blocks = Blocks(section);
        var description = section.Text("description");
        section.Finish(SectionKeys.None);
        if (string.IsNullOrEmpty(keyword))
        {
            section.Problem("keyword", "is missing", "give the word");
            return null;
        }

        // Where several words are meant, any spaces between them will do: a transcript has its own.
        var words = keyword.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape);
        var shape = new Regex(string.Join(@"\s+", words), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, OwnPatternTimeout);
        var reason = $"Content blocked: keyword '{keyword}' detected" + (string.IsNullOrEmpty(description) ? "" : $" ({description})");
        return new FilterRule(new TextPattern(keyword, shape), blocks, tag, reason);
    }

    private static bool Blocks(SectionReader section) => section.Choice("action", "BLOCK", "MASK") != "MASK";
}

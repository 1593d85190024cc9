using Realtime.Configuration.Loading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Realtime.Configuration.Source;

/// <summary>Reads a YAML file into nodes that know their places; repeated keys and everything else that YAML forbids are problems.</summary>
internal sealed class YamlTreeReader
{
    // Deeper nesting is no configuration, and reading it recursively would end the process.
    private const int MaxDepth = 64;

    private readonly string _file;
    private readonly Findings _findings;
    private readonly IParser _parser;
    private readonly Dictionary<AnchorName, ConfigNode?> _anchors = [];

    private YamlTreeReader(string file, string text, Findings findings)
    {
        _file = file;
        _findings = findings;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a file's text.</summary>
    /// <param name="file">The file's path for positions.</param>
    /// <param name="text">The text.</param>
    /// <param name="findings">Takes the problems.</param>
    /// <returns>The root; null when the file is empty or cannot be read as YAML.</returns>
    public static ConfigNode? Read(string file, string text, Findings findings)
    {
        try
        {
            return new YamlTreeReader(file, text, findings).ReadDocument();
        }
        catch (YamlException error)
        {
            var position = new SourcePosition(file, (int)Math.Max(1, error.Start.Line), (int)Math.Max(1, error.Start.Column));
            findings.Problem(position, "", $"is not valid YAML ({Describe(error)})", "correct the line, or the one before it");
            return null;
        }
    }

    // The parser's own words, without its position prefix and closing dot.
    private static string Describe(YamlException error)
    {
        var message = error.Message;
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        return (message.StartsWith('(') && end > 0 ? message[(end + 3)..] : message).TrimEnd('.');
    }

    private ConfigNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _findings.Problem(At(second.Start), "", "a second document begins here", "keep one document a file and use include for more");
        }

        return root;
    }

    private ConfigNode ReadNode(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Recall(alias);
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            var quoted = scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any);
            return Remember(scalar.Anchor, new ConfigScalar(At(scalar.Start), scalar.Value, quoted));
        }

        var start = _parser.Consume<NodeEvent>();
        if (depth >= MaxDepth)
        {
            throw new YamlException(start.Start, start.End, $"nested deeper than {MaxDepth} levels");
        }

        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = null;
        }

        ConfigNode node = start is SequenceStart ? ReadSequence(start, depth + 1) : ReadMapping(start, depth + 1);
        return Remember(start.Anchor, node);
    }

    private ConfigSequence ReadSequence(NodeEvent start, int depth)
    {
        var items = new List<ConfigNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth));
        }

        return new ConfigSequence(At(start.Start), items);
    }

    private ConfigMapping ReadMapping(NodeEvent start, int depth)
    {
        var builder = new MappingBuilder(At(start.Start), _findings);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth);
            var value = ReadNode(depth);
            builder.Add(key, value);
        }

        return builder.Build();
    }

    private ConfigNode Recall(AnchorAlias alias)
    {
        if (_anchors.TryGetValue(alias.Value, out var node) && node is not null)
        {
            return node;
        }

        throw new YamlException(alias.Start, alias.End, $"the alias *{alias.Value} names no finished anchor");
    }

    private ConfigNode Remember(AnchorName anchor, ConfigNode node)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private SourcePosition At(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);
}

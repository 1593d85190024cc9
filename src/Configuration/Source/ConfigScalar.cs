using System.Collections.Frozen;

namespace Realtime.Configuration.Source;

/// <summary>A text, number, boolean or nothing. Which of them is for the key to say: <c>"10"</c> and <c>10</c> are the same value.</summary>
/// <param name="position">Where the value stands.</param>
/// <param name="text">The text.</param>
/// <param name="isQuoted">Whether it stood in quotes, or as a block, so that <c>null</c> and <c>~</c> are texts.</param>
/// <param name="variable">The environment variable that the text came from; null when it stands in the file.</param>
public sealed class ConfigScalar(SourcePosition position, string text, bool isQuoted = false, string? variable = null) : ConfigNode(position)
{
    private static readonly FrozenSet<string> _nulls = new[] { "", "~", "null", "Null", "NULL" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets the text. It may be secret.</summary>
    public string Text { get; } = text;

    /// <summary>Gets a value indicating whether the text stood in quotes or as a block.</summary>
    public bool IsQuoted { get; } = isQuoted;

    /// <summary>Gets the environment variable that the text came from; null when it stands in the file.</summary>
    public string? Variable { get; } = variable;

    /// <summary>Gets a value indicating whether this is YAML's nothing, or a variable that is set but empty.</summary>
    public bool IsNull => (!IsQuoted && _nulls.Contains(Text)) || (Variable is not null && Text.Length == 0);

    /// <inheritdoc/>
    public override string Kind => IsNull ? "nothing" : "text";
}

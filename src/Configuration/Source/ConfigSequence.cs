namespace Realtime.Configuration.Source;

/// <summary>A list.</summary>
/// <param name="position">Where the list begins.</param>
/// <param name="items">The items, in order.</param>
public sealed class ConfigSequence(SourcePosition position, IReadOnlyList<ConfigNode> items) : ConfigNode(position)
{
    /// <summary>Gets the items, in order.</summary>
    public IReadOnlyList<ConfigNode> Items { get; } = items;

    /// <inheritdoc/>
    public override string Kind => "a list";
}

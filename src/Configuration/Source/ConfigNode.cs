namespace Realtime.Configuration.Source;

/// <summary>A value of a configuration file that knows where it stands. It never formats its content, which may be secret.</summary>
/// <param name="position">Where the value stands.</param>
public abstract class ConfigNode(SourcePosition position)
{
    /// <summary>Gets where the value stands.</summary>
    public SourcePosition Position { get; } = position;

    /// <summary>Gets the kind of value in words, for messages: <c>text</c>, <c>a list</c>, <c>a map</c>, <c>nothing</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Gives the kind and the place, never the content.</summary>
    public override string ToString() => $"{Kind} at {Position}";
}

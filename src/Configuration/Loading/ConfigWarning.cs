using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Something that does not stop the start, but may not be what the operator means.</summary>
/// <param name="Position">Where it is.</param>
/// <param name="Key">The path of the key; empty for the file itself.</param>
/// <param name="What">What is noteworthy.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record ConfigWarning(SourcePosition Position, string Key, string What, string Remedy)
    : ConfigFinding(Position, Key, What, Remedy)
{
    /// <summary>Gives one line: <c>FILE:LINE: warning: key: what, remedy</c>.</summary>
    public override string ToString() => $"{Position}: warning: {Text}";
}

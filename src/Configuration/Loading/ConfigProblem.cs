using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>A mistake that stops the start.</summary>
/// <param name="Position">Where it is.</param>
/// <param name="Key">The path of the key; empty for the file itself.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record ConfigProblem(SourcePosition Position, string Key, string What, string Remedy)
    : ConfigFinding(Position, Key, What, Remedy)
{
    /// <summary>Gives one line: <c>FILE:LINE: key: what, remedy</c>.</summary>
    public override string ToString() => $"{Position}: {Text}";
}

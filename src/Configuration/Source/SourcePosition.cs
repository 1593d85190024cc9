namespace Realtime.Configuration.Source;

/// <summary>A place in a configuration file.</summary>
/// <param name="File">The file, as the operator wrote its path.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <summary>Gives <c>FILE:LINE</c>.</summary>
    public override string ToString() => $"{File}:{Line}";
}

namespace Realtime.Configuration.CommandLine;

/// <summary>What came of reading a command line.</summary>
/// <param name="Options">The options; null when they are wrong.</param>
/// <param name="Error">One line that says what is wrong and how it is right; null when nothing is.</param>
public sealed record CommandLineResult(ProcessOptions? Options, string? Error)
{
    /// <summary>The exit code of a process that was started with wrong arguments.</summary>
    public const int WrongArgumentsExitCode = 2;
}

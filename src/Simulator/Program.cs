namespace Realtime.Simulator;

/// <summary>The entry point of the process.</summary>
public static class Program
{
    /// <summary>Runs until the process is told to stop.</summary>
    public static Task<int> Main() => Task.FromResult(0);
}

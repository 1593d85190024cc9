namespace Realtime.Bench.Runner.Targets;

/// <summary>Something that a session can go through on its way to the upstream.</summary>
internal interface ITarget
{
    /// <summary>What it is called on the command line and in the results.</summary>
    string Name { get; }

    /// <summary>Whether a scenario can be run against it.</summary>
    bool Serves(string scenario) => true;

    /// <summary>Why it cannot be measured here, or null.</summary>
    string? MissingBecause(Workspace workspace);

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="workspace">Programs and directories.</param>
    /// <param name="upstream">The upstream's ports.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BenchmarkException">It does not start.</exception>
    Task<RunningTarget> StartAsync(Workspace workspace, UpstreamPorts upstream, CancellationToken cancellation);
}

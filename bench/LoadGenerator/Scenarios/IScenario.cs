namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>One kind of load, and what is read from it.</summary>
internal interface IScenario
{
    /// <summary>Runs it.</summary>
    /// <param name="options">Target and size.</param>
    /// <param name="metrics">Takes the figures, in the order in which they are shown.</param>
    /// <param name="problems">Takes what went wrong; a run with any is no valid measurement.</param>
    /// <param name="cancellation">The end of the time that the run may take.</param>
    Task RunAsync(LoadOptions options, Dictionary<string, double> metrics, List<string> problems, CancellationToken cancellation);
}

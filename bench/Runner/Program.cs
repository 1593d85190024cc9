using System.Runtime.InteropServices;
using Realtime.Bench.Runner;
using Realtime.Bench.Runner.Reporting;
using Realtime.Bench.Runner.Targets;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

// Ended by a signal, the benchmark still ends what it started.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    using var workspace = new Workspace(RunnerOptions.Parse(args));
    var targets = TargetList.Choose(workspace, Console.Error.WriteLine);
    var measurements = await new Benchmark(workspace, Console.Error.WriteLine).RunAsync(targets, stop.Token);
    if (measurements.Count == 0)
    {
        throw new BenchmarkException("there was nothing to measure");
    }

    var machine = Machine.Read();
    await Console.Error.WriteLineAsync(await ResultFile.WriteAsync(workspace.Results, TimeProvider.System, machine, measurements));
    Console.WriteLine(MarkdownReport.Write(measurements, machine, workspace.Options.Quick));
    return measurements.Any(m => m.Result.Problems.Count > 0) ? 1 : 0;
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
catch (BenchmarkException failed)
{
    await Console.Error.WriteLineAsync(failed.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("stopped");
    return 130;
}

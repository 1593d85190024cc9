using Realtime.Configuration.CommandLine;
using Realtime.Gateway.Demo;
using Realtime.Gateway.Hosting;
using Realtime.Grains.Ledger;
using Realtime.Hosting.Start;
using Realtime.Storage.Database;

namespace Realtime.Gateway;

/// <summary>The process that clients connect to: alone with a silo of its own, or as an edge of a cluster (<c>--cluster</c>).</summary>
public static class Program
{
    private const int Failure = 1;

    /// <summary>Runs until the process is told to stop.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>0 after a clean end; 1 for a configuration with problems or a data directory that cannot be written; 2 for wrong arguments.</returns>
    public static async Task<int> Main(string[] args)
    {
        var (start, exitCode) = await ProcessStart.ReadAsync("Realtime.Gateway", args).ConfigureAwait(false);
        if (start is null)
        {
            return exitCode;
        }

        var host = ListenAddress.Resolve(start.Options.Host, start.Config.Config!.General.MasterKey is not null, out var problem);
        if (host is null)
        {
            await Console.Error.WriteLineAsync(problem!.ToString()).ConfigureAwait(false);
            return Failure;
        }

        var database = DatabaseChoice.Choose(start.Config.Config.General, start.Options.DataDirectory, start.Options.Cluster is not null, out var wrong);

        // A gateway of a cluster holds no session, and so has no rows of the ledger.
        var holdsLedger = start.Options.Cluster is null;
        if ((wrong ?? database!.FindProblem() ?? (holdsLedger ? LedgerDirectory.FindProblem(start.Options.DataDirectory) : null)) is { } unusable)
        {
            await Console.Error.WriteLineAsync(unusable).ConfigureAwait(false);
            return Failure;
        }

        var demo = await DemoModel.StartIfUnconfiguredAsync(start.Options).ConfigureAwait(false);
        await using (demo.ConfigureAwait(false))
        {
            var app = GatewayHost.Build(start, host, demo);
            if (app is null)
            {
                await Console.Error.WriteLineAsync("--cluster must be HOST:PORT, the address of Redis.").ConfigureAwait(false);
                return CommandLineResult.WrongArgumentsExitCode;
            }

            await using (app.ConfigureAwait(false))
            {
                await ProcessRun.UntilStoppedAsync(app).ConfigureAwait(false);
            }
        }

        return 0;
    }
}

using System.Globalization;

namespace Realtime.EndToEnd.Tests.Policies;

/// <summary>
/// Sessions of two keys of a team come and go while silos and gateways are killed, stopped and started again, on a real Redis and a real
/// PostgreSQL: never are there more than the limits, no slot outlives its lease, and what was spent is the sum of the ledger and what the
/// provider served. <c>scripts/policy-runs</c> runs it 200 times over.
/// </summary>
public sealed class ExactnessTests(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public async Task Limits_leases_and_money_are_exact_through_kills_of_processes()
    {
        var runs = int.Parse(Environment.GetEnvironmentVariable("POLICY_RUNS") ?? "3", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("POLICY_SEED") ?? "1", CultureInfo.InvariantCulture);
        var tally = new PolicyTally();
        await using var processes = await PolicyProcesses.StartAsync();
        var settling = new List<Task>();
        try
        {
            for (var number = 0; number < runs; number++)
            {
                var run = new PolicyRun(processes, tally, number);
                await run.TalkAsync(new Random(seed + number));

                // Leases of the dead run out while the next run talks.
                settling.Add(run.SettleAsync());
                await Task.WhenAll(settling.Where(task => task.IsFaulted));
                if (number % 10 == 9)
                {
                    output.WriteLine(tally.ToString());
                }
            }

            await Task.WhenAll(settling);
        }
        catch
        {
            processes.TellLogs(output.WriteLine);
            throw;
        }
        finally
        {
            output.WriteLine(tally.ToString());
        }
    }
}

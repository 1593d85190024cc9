using System.Globalization;
using Realtime.Bench.Policies.Admissions;
using Realtime.Bench.Policies.Holding;
using Realtime.Bench.Policies.Ledger;
using Realtime.Bench.Wire;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["silo", .. var rest])
{
    return await AdmissionSilo.RunAsync(CommandLine.Parse(rest, "redis", "database", "limited", "index"));
}

try
{
    var line = CommandLine.Parse(args, "measure", "seconds", "rounds", "root");
    var (seconds, rounds) = (line.Number("seconds", 10), line.Number("rounds", 3));
    foreach (var what in line.Words("measure", "admissions,ledger,holding"))
    {
        Console.WriteLine(what switch
        {
            "admissions" => await AdmissionReport.MeasureAsync(seconds, rounds),
            "ledger" => await LedgerReport.MeasureAsync(seconds, rounds),
            "holding" => await HoldingReport.MeasureAsync(line.Required("root"), rounds),
            _ => throw new FormatException($"'{what}' cannot be measured; known: admissions, ledger, holding"),
        });
    }

    return 0;
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

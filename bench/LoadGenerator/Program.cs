using System.Globalization;
using System.Text.Json;
using Realtime.Bench.LoadGenerator;
using Realtime.Bench.LoadGenerator.Scenarios;
using Realtime.Bench.Wire;

LoadOptions options;
try
{
    options = LoadOptions.Parse(args);
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

IScenario scenario = options.Scenario switch
{
    "roundtrip" or "speech" => new RoundtripScenario(),
    "rate" => new RateScenario(),
    "idle" => new IdleScenario(),
    "burst" => new BurstScenario(),
    _ => new ConnectsScenario(),
};

var metrics = new Dictionary<string, double>();
var problems = new List<string>();
using var timeout = new CancellationTokenSource(options.Timeout, TimeProvider.System);
try
{
    await scenario.RunAsync(options, metrics, problems, timeout.Token);
}
catch (OperationCanceledException) when (timeout.IsCancellationRequested)
{
    problems.Add($"given up after {options.Timeout.TotalSeconds} s");
}

var told = problems.GroupBy(p => p).Select(g => g.Count() == 1 ? g.Key : $"{g.Key} ({g.Count()} times)").Take(10).ToList();

// The table is for eyes, on standard error; the one line on standard output is for programs.
foreach (var (name, value) in metrics)
{
    await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{options.Scenario,-10} {options.Target,-10} {name,-22} {value,14:N1}"));
}

foreach (var problem in told)
{
    await Console.Error.WriteLineAsync($"{options.Scenario,-10} {options.Target,-10} PROBLEM {problem}");
}

Console.WriteLine(JsonSerializer.Serialize(new RunResult(options.Scenario, options.Target, metrics, told)));
return told.Count == 0 ? 0 : 1;

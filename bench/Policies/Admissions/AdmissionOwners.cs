using System.Globalization;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Storage.Audit;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Bench.Policies.Admissions;

/// <summary>Whose sessions are admitted: a thousand keys in a hundred teams, on ten deployments.</summary>
internal static class AdmissionOwners
{
    public const int Keys = 1000;
    public const int Teams = 100;
    public const int Deployments = 10;

    /// <summary>How many sessions each key may have at a time, where sessions are limited.</summary>
    public const int Limit = 1000;

    public static string Key(int number) => PolicyScopes.Key(Hash(number));

    public static string Team(int number) => PolicyScopes.Team(TeamId(number));

    public static string Deployment(int number) => "deployment-" + (number % Deployments).ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes the database with all of them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limited">Whether sessions, requests and money are limited.</param>
    public static async Task WriteAsync(string path, bool limited)
    {
        var database = new RealtimeDatabase(DatabaseTarget.Sqlite(path));
        await new DatabaseMigrator(database, TimeProvider.System).MigrateAsync(CancellationToken.None);
        var settings = limited
            ? new PolicySettings { MaxParallelRequests = Limit, RpmLimit = 1_000_000, MaxBudget = 1000, BudgetDuration = "30d" }
            : PolicySettings.None;
        await database.ChangeAsync(
            new AuditActor("bench", "", TimeProvider.System.GetUtcNow()),
            context =>
            {
                context.Teams.AddRange(Enumerable.Range(0, Teams).Select(number => new TeamRow { Id = TeamId(number), Settings = settings }));
                context.Keys.AddRange(Enumerable.Range(0, Keys).Select(number => new KeyRow { Hash = Hash(number), TeamId = TeamId(number), Settings = settings }));
                return Task.FromResult(true);
            },
            CancellationToken.None);
    }

    private static string TeamId(int number) => "team-" + (number % Teams).ToString(CultureInfo.InvariantCulture);

    private static string Hash(int number) => number.ToString("x64", CultureInfo.InvariantCulture);
}

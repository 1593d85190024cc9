using Realtime.Configuration;

namespace Realtime.Storage.Database;

/// <summary>Chooses the database by configuration: PostgreSQL where an address is given, else SQLite for a process that is alone, else none.</summary>
public static class DatabaseChoice
{
    /// <summary>The file in the data directory.</summary>
    public const string FileName = "realtime.db";

    /// <summary>Chooses.</summary>
    /// <param name="general">The settings.</param>
    /// <param name="dataDirectory">Where a process that is alone keeps things.</param>
    /// <param name="isClustered">Whether the process is one of several.</param>
    /// <param name="problem">What is wrong with the address, naming no secret; null when nothing is.</param>
    /// <returns>The database; null when there is a problem.</returns>
    public static DatabaseTarget? Choose(GeneralSettings general, string dataDirectory, bool isClustered, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(general);
        problem = null;
        if (general.DatabaseUrl is not { } url)
        {
            return isClustered ? DatabaseTarget.None : DatabaseTarget.Sqlite(Path.Combine(dataDirectory, FileName));
        }

        var connectionString = Postgres.PostgresAddress.Parse(url.Reveal(), general, out problem);
        return connectionString is null ? null : DatabaseTarget.Postgres(connectionString);
    }
}

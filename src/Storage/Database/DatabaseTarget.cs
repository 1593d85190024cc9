namespace Realtime.Storage.Database;

/// <summary>Which database a process uses.</summary>
public sealed class DatabaseTarget
{
    private DatabaseTarget(string? sqlitePath, string? connectionString)
    {
        SqlitePath = sqlitePath;
        ConnectionString = connectionString;
    }

    /// <summary>Gets the target of a process that keeps no keys: the master key alone works.</summary>
    public static DatabaseTarget None { get; } = new(null, null);

    /// <summary>Gets a value indicating whether there is a database.</summary>
    public bool IsConfigured => SqlitePath is not null || ConnectionString is not null;

    /// <summary>Gets the file of SQLite; null for another database.</summary>
    public string? SqlitePath { get; }

    /// <summary>Gets PostgreSQL's connection string, which holds a password; null for another database.</summary>
    internal string? ConnectionString { get; }

    /// <summary>Chooses SQLite.</summary>
    /// <param name="path">The file; its directory is made where it is missing.</param>
    public static DatabaseTarget Sqlite(string path) => new(path, null);

    /// <summary>Finds out whether the file of SQLite can be written, before anything else of a process starts.</summary>
    /// <returns>What is wrong and the remedy; null when nothing is, and for other databases, which may be away for a while.</returns>
    public string? FindProblem()
    {
        if (SqlitePath is not { } path)
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The database {path} cannot be written: make its directory writable, or name another with --data.";
        }
    }

    /// <summary>Gives no address: it holds a password.</summary>
    public override string ToString() => SqlitePath is not null ? "SQLite" : ConnectionString is not null ? "PostgreSQL" : "none";

    /// <summary>Chooses PostgreSQL.</summary>
    /// <param name="connectionString">The driver's connection string.</param>
    internal static DatabaseTarget Postgres(string connectionString) => new(null, connectionString);
}

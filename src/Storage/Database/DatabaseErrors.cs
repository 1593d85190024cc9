using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Realtime.Storage.Database;

/// <summary>Tells what kind of failure an exception of a database is.</summary>
internal static class DatabaseErrors
{
    private const int SqliteConstraint = 19;

    // BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN: the file or the disk, not the statement.
    private static readonly int[] _sqliteAway = [5, 6, 8, 10, 13, 14];

    /// <summary>Says whether the database is away, full or not open to this process, so that no statement would work now.</summary>
    /// <param name="exception">The exception.</param>
    public static bool IsAway(Exception exception) => Chain(exception).Any(one => one switch
    {
        PostgresException postgres => postgres.IsTransient || IsAway(postgres.SqlState),
        NpgsqlException or SocketException or TimeoutException => true,
        SqliteException sqlite => _sqliteAway.Contains(sqlite.SqliteErrorCode),
        _ => false,
    });

    /// <summary>Says whether somebody else wrote the same row first.</summary>
    /// <param name="exception">The exception.</param>
    public static bool IsConflict(Exception exception) => exception is DbUpdateConcurrencyException || Chain(exception).Any(one => one switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure,
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteConstraint,
        _ => false,
    });

    /// <summary>Says what is wrong, for a log: no address, no password, no data.</summary>
    /// <param name="exception">The exception.</param>
    public static string Describe(Exception exception) => Chain(exception).Reverse().Select(one => one switch
    {
        PostgresException postgres => $"PostgreSQL says {postgres.SqlState} ({postgres.MessageText})",
        SocketException socket => $"no connection ({socket.SocketErrorCode})",
        TimeoutException => "it does not answer in time",
        SqliteException sqlite => $"SQLite says {sqlite.SqliteErrorCode} ({sqlite.Message})",
        DbException => "the connection failed",
        _ => null,
    }).FirstOrDefault(text => text is not null) ?? exception.GetType().Name;

    // Wrong password, no such database, no right to it, shutting down, too many connections.
    private static bool IsAway(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) || state is "3D000" or "25006";

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            yield return one;
        }
    }
}

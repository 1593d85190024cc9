namespace Realtime.Grains.Ledger;

/// <summary>Where in a process's data directory rows of the ledger wait while the database is slow or away.</summary>
public static class LedgerDirectory
{
    private const string Folder = "ledger-spool";

    /// <summary>Gets the directory of the rows.</summary>
    /// <param name="dataDirectory">Where the process keeps things.</param>
    /// <returns>Its path.</returns>
    public static string In(string dataDirectory) => Path.Combine(dataDirectory, Folder);

    /// <summary>
    /// Finds out whether rows could be written there, before anything else of a process with a database starts: without it every pause of the
    /// database would cost money that nobody sees.
    /// </summary>
    /// <param name="dataDirectory">Where the process keeps things.</param>
    /// <returns>What is wrong and the remedy; null when nothing is.</returns>
    public static string? FindProblem(string dataDirectory)
    {
        var directory = In(dataDirectory);
        try
        {
            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, Guid.CreateVersion7().ToString("N") + ".probe");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The directory {directory} cannot be written ({exception.Message.TrimEnd('.')}): rows of the ledger wait there while the database is slow or away, "
                + "and would be lost. Name a directory that this process may write, on a volume that outlives it, with --data (or REALTIME_DATA).";
        }
    }
}

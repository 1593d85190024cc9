using System.Text.Json;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;

namespace Realtime.Grains.Ledger;

/// <summary>
/// Files beside the data that keep rows while the database is away: one JSON line a row, flushed to the disk with each batch. Files that
/// a process left behind are taken over by the next one in the same directory. Rows are unique by their id, so that a row that is in the
/// database too does no harm.
/// </summary>
internal sealed class LedgerSpool : IDisposable
{
    private const long MaxBytes = 512L * 1024 * 1024;
    private const string Extension = ".jsonl";
    private const int CreateAttempts = 3;

    // Away from Windows whoever lets others share anything shares everything with them: they would write and delete a file that grows.
    private static readonly FileShare Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private readonly string _directory;
    private readonly Lock _gate = new();
    private FileStream? _active;
    private long _bytes;

    /// <summary>Initializes a new instance of the <see cref="LedgerSpool"/> class.</summary>
    /// <param name="directory">Its directory; made when it is first needed.</param>
    public LedgerSpool(string directory) => _directory = directory;

    /// <summary>Does once what takes longer the first time, so that no row has to wait for it.</summary>
    public static void Prepare() =>
        JsonSerializer.SerializeToUtf8Bytes(new LedgerEntry(new LedgerRow { RequestId = "" }, [new SpendDebit("", "")]), LedgerJson.Default.LedgerEntry);

    /// <summary>Writes rows and waits for the disk.</summary>
    /// <param name="entries">The rows.</param>
    /// <returns>Whether there was room.</returns>
    public bool Append(IReadOnlyCollection<LedgerEntry> entries)
    {
        lock (_gate)
        {
            if (_bytes >= MaxBytes)
            {
                return false;
            }

            using var lines = new MemoryStream();
            foreach (var entry in entries)
            {
                lines.Write(JsonSerializer.SerializeToUtf8Bytes(entry, LedgerJson.Default.LedgerEntry));
                lines.WriteByte((byte)'\n');
            }

            _active ??= Create();
            var before = _active.Length;
            try
            {
                _active.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
                _active.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // Half a line would swallow the next one.
                _active.SetLength(before);
                _active.Position = before;
                throw;
            }

            _bytes += lines.Length;
            return true;
        }
    }

    /// <summary>Takes a file out to be written to the database: this process's own, or one that another left behind.</summary>
    /// <returns>The file, which nobody else has open; null when there is none.</returns>
    public SpooledFile? Take()
    {
        lock (_gate)
        {
            if (_active is { } active)
            {
                _active = null;
                active.Position = 0;
                return new SpooledFile(active, isLeftBehind: false);
            }
        }

        return Directory.Exists(_directory)
            ? Directory.EnumerateFiles(_directory, "*" + Extension).Order(StringComparer.Ordinal).Select(TryOpen).FirstOrDefault(file => file is not null)
            : null;
    }

    /// <summary>Takes note that a file's rows are in the database, and deletes it.</summary>
    /// <param name="file">The file.</param>
    public void Done(SpooledFile file)
    {
        lock (_gate)
        {
            _bytes = Math.Max(0, _bytes - file.Length);
        }

        try
        {
            File.Delete(file.Path);
        }
        finally
        {
            file.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _active?.Dispose();
            _active = null;
        }
    }

    private static SpooledFile? TryOpen(string path)
    {
        try
        {
            return new SpooledFile(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, Share), isLeftBehind: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process writes it, or has just been done with it; or it is another user's, and those after it must not wait for it.
            return null;
        }
    }

    private FileStream Create()
    {
        Directory.CreateDirectory(_directory);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(
                    Path.Combine(_directory, Guid.CreateVersion7().ToString("N") + Extension), FileMode.CreateNew, FileAccess.ReadWrite, Share, bufferSize: 0);
            }
            catch (IOException) when (attempt < CreateAttempts)
            {
                // Another process has found it before it was locked.
            }
        }
    }
}

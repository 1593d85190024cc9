using System.Text.Json;
using Realtime.Storage.Ledger;

namespace Realtime.Grains.Ledger;

/// <summary>A file of rows that waits for the database.</summary>
/// <param name="stream">The file, open.</param>
/// <param name="isLeftBehind">Whether it was found, and not written just now by this process.</param>
internal sealed class SpooledFile(FileStream stream, bool isLeftBehind) : IDisposable
{
    /// <summary>Gets a value indicating whether it was found, and not written just now by this process.</summary>
    public bool IsLeftBehind { get; } = isLeftBehind;

    /// <summary>Gets its path.</summary>
    public string Path => stream.Name;

    /// <summary>Gets its length in bytes.</summary>
    public long Length { get; } = stream.Length;

    /// <summary>Reads its rows. A line that a crash cut off is left out: what was being written when the process died is lost.</summary>
    /// <returns>The rows.</returns>
    public IEnumerable<LedgerEntry> Read()
    {
        stream.Position = 0;
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            LedgerEntry? entry = null;
            try
            {
                entry = JsonSerializer.Deserialize(line, LedgerJson.Default.LedgerEntry);
            }
            catch (JsonException)
            {
                continue;
            }

            if (entry is not null)
            {
                yield return entry;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}

namespace Realtime.Grains.Ledger;

/// <summary>Where and how fast the ledger is written.</summary>
internal sealed record LedgerOptions
{
    /// <summary>Gets the directory of the rows that wait while the database is away.</summary>
    public string SpoolDirectory { get; init; } = "./data/ledger-spool";

    /// <summary>Gets how long rows are gathered before they are written together.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Gets how long the database may take before the rows go to the disk as well.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(90);

    /// <summary>Gets how often the database is asked again while it is away.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how often the directory is looked into for what another process has left behind.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how many rows are written together at most.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Gets how many rows are kept in memory at most while neither the database nor the disk takes them.</summary>
    public int KeptRows { get; init; } = 20_000;

    /// <summary>Gets how much memory these rows take at most.</summary>
    public long KeptBytes { get; init; } = 64L * 1024 * 1024;
}

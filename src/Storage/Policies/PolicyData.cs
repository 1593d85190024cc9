using Realtime.Storage.Model;

namespace Realtime.Storage.Policies;

/// <summary>A row with what counts for it.</summary>
/// <typeparam name="T">The kind of row.</typeparam>
/// <param name="Row">The row.</param>
/// <param name="Settings">The settings in force: the row's own, and where they say nothing those of its budget.</param>
/// <param name="Spend">What it has spent, by window, as it stands in the database.</param>
public sealed record PolicyData<T>(T Row, PolicySettings Settings, IReadOnlyList<SpendRow> Spend)
    where T : AuditedRow;

using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Realtime.Storage.Database.Sqlite;

/// <summary>Keeps times in UTC: SQLite compares them as text, where different offsets would not sort.</summary>
internal sealed class UtcTimeConverter() : ValueConverter<DateTimeOffset, DateTime>(
    time => time.UtcDateTime,
    time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)));

using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Realtime.Storage.Database.Postgres;

/// <summary>Gives times to PostgreSQL in UTC, the only offset that its driver takes.</summary>
internal sealed class UtcOffsetConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    time => time.ToUniversalTime(),
    time => time.ToUniversalTime());

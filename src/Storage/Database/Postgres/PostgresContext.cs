using Microsoft.EntityFrameworkCore;

namespace Realtime.Storage.Database.Postgres;

/// <summary>The model in PostgreSQL. Money is <c>numeric</c>, which is exact, and times are <c>timestamptz</c>.</summary>
/// <param name="options">The database.</param>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : RealtimeDbContext(options)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<decimal>().HaveColumnType("numeric");
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcOffsetConverter>();
    }
}

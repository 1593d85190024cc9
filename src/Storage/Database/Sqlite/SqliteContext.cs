using Microsoft.EntityFrameworkCore;

namespace Realtime.Storage.Database.Sqlite;

/// <summary>The model in an SQLite file. Money is text there, and times are UTC, so that both sort and compare as what they are.</summary>
/// <param name="options">The database.</param>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : RealtimeDbContext(options)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTimeConverter>();
    }
}

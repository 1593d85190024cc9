using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Realtime.Storage.Database.Postgres;

/// <summary>What <c>dotnet ef migrations add</c> makes PostgreSQL's migrations with; it opens no database.</summary>
internal sealed class PostgresContextDesign : IDesignTimeDbContextFactory<PostgresContext>
{
    /// <inheritdoc/>
    public PostgresContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql("Host=localhost").Options);
}

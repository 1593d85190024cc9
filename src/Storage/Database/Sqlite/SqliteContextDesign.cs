using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Realtime.Storage.Database.Sqlite;

/// <summary>What <c>dotnet ef migrations add</c> makes SQLite's migrations with; it opens no database.</summary>
internal sealed class SqliteContextDesign : IDesignTimeDbContextFactory<SqliteContext>
{
    /// <inheritdoc/>
    public SqliteContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=design.db").Options);
}

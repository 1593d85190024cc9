using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Audit;
using Realtime.Storage.Model;

namespace Realtime.Storage.Database;

/// <summary>The one model of both databases. Whatever is changed through it by an administrator is written down in the audit with it.</summary>
/// <param name="options">The database.</param>
public abstract class RealtimeDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Gets the keys.</summary>
    public DbSet<KeyRow> Keys => Set<KeyRow>();

    /// <summary>Gets the teams.</summary>
    public DbSet<TeamRow> Teams => Set<TeamRow>();

    /// <summary>Gets the members of teams.</summary>
    public DbSet<MemberRow> Members => Set<MemberRow>();

    /// <summary>Gets the users.</summary>
    public DbSet<UserRow> Users => Set<UserRow>();

    /// <summary>Gets the customers.</summary>
    public DbSet<CustomerRow> Customers => Set<CustomerRow>();

    /// <summary>Gets the budgets.</summary>
    public DbSet<BudgetRow> Budgets => Set<BudgetRow>();

    /// <summary>Gets the audit.</summary>
    public DbSet<AuditRow> Audit => Set<AuditRow>();

    /// <summary>Gets what was spent.</summary>
    public DbSet<SpendRow> Spend => Set<SpendRow>();

    /// <summary>Gets the ledger.</summary>
    public DbSet<LedgerRow> Ledger => Set<LedgerRow>();

    /// <summary>Gets or sets who changes rows through this context; needed before an audited row is saved.</summary>
    public AuditActor? Actor { get; set; }

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        AuditTrail.Record(this);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        AuditTrail.Record(this);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        RealtimeModel.Build(modelBuilder, Database.IsNpgsql());
    }
}

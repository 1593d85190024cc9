using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Realtime.Storage.Model;

namespace Realtime.Storage.Database;

/// <summary>Tables, keys and indexes.</summary>
internal static class RealtimeModel
{
    /// <summary>Describes the model.</summary>
    /// <param name="model">Where it is described.</param>
    /// <param name="postgres">Whether the database has types of its own for JSON and money.</param>
    public static void Build(ModelBuilder model, bool postgres)
    {
        var json = postgres ? "jsonb" : "TEXT";
        Audited<KeyRow>(model, "keys", json, row =>
        {
            row.HasKey(key => key.Hash);
            row.HasIndex(key => key.Alias).IsUnique();
            row.HasIndex(key => key.TeamId);
            row.HasIndex(key => key.UserId);
            row.HasIndex(key => key.BudgetId);
        });
        Audited<TeamRow>(model, "teams", json, row => row.HasKey(team => team.Id));
        Audited<MemberRow>(model, "team_members", json, row =>
        {
            row.HasKey(member => new { member.TeamId, member.UserId });
            row.HasIndex(member => member.UserId);
        });
        Audited<UserRow>(model, "users", json, row =>
        {
            row.HasKey(user => user.Id);
            row.HasIndex(user => user.Email);
        });
        Audited<CustomerRow>(model, "customers", json, row =>
        {
            row.HasKey(customer => customer.Id);
            row.HasIndex(customer => customer.BudgetId);
        });
        Audited<BudgetRow>(model, "budgets", json, row => row.HasKey(budget => budget.Id));
        model.Entity<AuditRow>(row =>
        {
            row.ToTable("audit").HasKey(change => change.Id);
            row.HasIndex(change => change.UpdatedAt);
            row.HasIndex(change => new { change.TableName, change.ObjectId });
        });
        model.Entity<SpendRow>(row => row.ToTable("spend").HasKey(spend => new { spend.Scope, spend.Window }));
        model.Entity<LedgerRow>(row =>
        {
            row.ToTable("ledger").HasKey(line => line.RequestId);
            row.Property(line => line.Kind).HasConversion<string>();
            row.HasIndex(line => line.EndTime);
            row.HasIndex(line => line.SessionId);
            row.HasIndex(line => new { line.ApiKey, line.EndTime });
            row.HasIndex(line => new { line.TeamId, line.EndTime });
            row.HasIndex(line => line.Day);
        });
        Snake(model);
    }

    private static void Audited<T>(ModelBuilder model, string table, string json, Action<EntityTypeBuilder<T>> more)
        where T : AuditedRow =>
        model.Entity<T>(row =>
        {
            row.ToTable(table);
            row.Property(one => one.Version).IsConcurrencyToken();
            row.Property(one => one.Settings).HasConversion<SettingsConverter, SettingsComparer>().HasColumnType(json);
            more(row);
        });

    // Names as PostgreSQL's users write them, without quotes.
    private static void Snake(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            property.SetColumnName(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    }
}

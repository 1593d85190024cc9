using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Storage.Audit;

/// <summary>Writes each change of an audited row down, in the same transaction, so that no caller can forget it.</summary>
internal static class AuditTrail
{
    /// <summary>Adds the audit rows of all changes that are about to be saved.</summary>
    /// <param name="context">The context.</param>
    public static void Record(RealtimeDbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries<AuditedRow>().ToArray())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            {
                var actor = context.Actor ?? throw new InvalidOperationException("Who changes the row is not said.");
                context.Audit.Add(Describe(entry, actor));
            }
        }
    }

    /// <summary>Writes a row as JSON.</summary>
    /// <param name="row">The row.</param>
    public static string Json(AuditedRow row) => JsonSerializer.Serialize(row, StorageJson.Default.GetTypeInfo(row.GetType())!);

    private static AuditRow Describe(EntityEntry<AuditedRow> entry, AuditActor actor)
    {
        var row = entry.Entity;
        var before = entry.State == EntityState.Added ? null : Json((AuditedRow)entry.OriginalValues.ToObject());
        if (entry.State != EntityState.Deleted)
        {
            Stamp(entry, row, actor);
        }

        return new AuditRow
        {
            Id = Guid.NewGuid().ToString(),
            UpdatedAt = actor.Now,
            ChangedBy = actor.Name,
            ChangedByApiKey = actor.KeyHash,
            Action = actor.Action ?? entry.State switch
            {
                EntityState.Added => "created",
                EntityState.Deleted => "deleted",
                _ => "updated",
            },
            TableName = row.GetType().Name[..^"Row".Length].ToLowerInvariant(),
            ObjectId = row.GetAuditId(),
            BeforeValue = before,
            UpdatedValues = entry.State == EntityState.Deleted ? null : Json(row),
        };
    }

    private static void Stamp(EntityEntry<AuditedRow> entry, AuditedRow row, AuditActor actor)
    {
        if (entry.State == EntityState.Added)
        {
            row.CreatedAt = actor.Now;
            row.CreatedBy = actor.Name;
        }

        row.UpdatedAt = actor.Now;
        row.UpdatedBy = actor.Name;
        row.Version++;
    }
}

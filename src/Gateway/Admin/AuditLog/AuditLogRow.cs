using System.Text.Json.Nodes;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.AuditLog;

/// <summary>One change that an administrator made.</summary>
internal sealed record AuditLogRow
{
    /// <summary>Makes it.</summary>
    /// <param name="row">The row.</param>
    public AuditLogRow(AuditRow row)
    {
        Id = row.Id;
        UpdatedAt = row.UpdatedAt;
        ChangedBy = row.ChangedBy;
        ChangedByApiKey = row.ChangedByApiKey;
        Action = row.Action;
        TableName = row.TableName;
        ObjectId = row.ObjectId;
        BeforeValue = row.BeforeValue is null ? null : JsonNode.Parse(row.BeforeValue);
        UpdatedValues = row.UpdatedValues is null ? null : JsonNode.Parse(row.UpdatedValues);
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>When.</summary>
    public DateTimeOffset UpdatedAt { get; }

    /// <summary>Who: a user's id, a key's name, or master.</summary>
    public string ChangedBy { get; }

    /// <summary>The hash of the key that was used.</summary>
    public string ChangedByApiKey { get; }

    /// <summary>What: created, updated, deleted, blocked, unblocked, regenerated or spend_reset.</summary>
    public string Action { get; }

    /// <summary>The kind of row: key, team, member, user, customer or budget.</summary>
    public string TableName { get; }

    /// <summary>The row's id; a key's is its hash.</summary>
    public string ObjectId { get; }

    /// <summary>The row before; null for a new one.</summary>
    public JsonNode? BeforeValue { get; }

    /// <summary>The row after; null for one that was deleted.</summary>
    public JsonNode? UpdatedValues { get; }
}

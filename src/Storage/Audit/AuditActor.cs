namespace Realtime.Storage.Audit;

/// <summary>Who changes something.</summary>
/// <param name="Name">A user's id, a key's name, or <c>master</c>.</param>
/// <param name="KeyHash">The hash of the key that was used; empty where none is needed.</param>
/// <param name="Now">The time of the change.</param>
/// <param name="Action">What the change is called in the audit, such as <c>blocked</c>; null: by what happens to the row.</param>
public sealed record AuditActor(string Name, string KeyHash, DateTimeOffset Now, string? Action = null);

namespace Realtime.Storage.Database;

/// <summary>Recognises a change that others kept overtaking.</summary>
public static class DatabaseConflict
{
    /// <summary>Says whether an exception of <see cref="RealtimeDatabase.ChangeAsync"/> is one.</summary>
    /// <param name="exception">The exception.</param>
    public static bool Is(Exception exception) => DatabaseErrors.IsConflict(exception);
}

namespace Realtime.Storage.Tests.Running;

/// <summary>The databases that every test of this project runs on.</summary>
public enum DatabaseKind
{
    Sqlite = 0,
    Postgres = 1,
}

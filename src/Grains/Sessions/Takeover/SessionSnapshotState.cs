namespace Realtime.Grains.Sessions.Takeover;

/// <summary>What the storage of snapshots keeps.</summary>
[GenerateSerializer]
[Alias("Realtime.SessionSnapshotState")]
internal sealed class SessionSnapshotState
{
    /// <summary>Gets or sets the snapshot in Orleans' serialization; empty when there is none.</summary>
    [Id(0)]
    public byte[] Data { get; set; } = [];
}

namespace Realtime.Grains.Interfaces.Frames;

/// <summary>What a WebSocket data message carries.</summary>
public enum FrameKind : byte
{
    /// <summary>UTF-8 text; in this protocol one JSON event.</summary>
    Text = 1,

    /// <summary>Bytes, as xAI's binary audio.</summary>
    Binary = 2,
}

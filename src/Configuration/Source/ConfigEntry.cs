namespace Realtime.Configuration.Source;

/// <summary>A key of a map with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyPosition">Where the key stands.</param>
/// <param name="Value">The value.</param>
public sealed record ConfigEntry(string Key, SourcePosition KeyPosition, ConfigNode Value)
{
    /// <summary>Gives the key and the place, never the value.</summary>
    public override string ToString() => $"{Key} at {KeyPosition}";
}

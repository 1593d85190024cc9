using System.Globalization;

namespace Realtime.Providers.Gemini.Server;

/// <summary>Reads durations as proto3 JSON writes them.</summary>
internal static class Durations
{
    /// <summary>Reads one.</summary>
    /// <param name="text">As in <c>50s</c> or <c>1.2s</c>.</param>
    /// <returns>The time; null where it is none.</returns>
    public static TimeSpan? Read(string? text) => text is { Length: > 1 } && text[^1] == 's'
        && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;
}

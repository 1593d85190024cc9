using System.Globalization;

namespace Realtime.EndToEnd.Tests.Policies;

/// <summary>A blow that fell.</summary>
/// <param name="Blow">What happened, to whom.</param>
/// <param name="Name">The process's name.</param>
/// <param name="At">When the signal was sent, or just before.</param>
internal sealed record StruckBlow(Blow Blow, string Name, DateTimeOffset At)
{
    /// <summary>Gets or sets when the process was seen to be gone; null while it is not.</summary>
    public DateTimeOffset? Gone { get; set; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{At:HH:mm:ss.fff} {Blow} ({Name}), gone {(Gone is { } gone ? $"after {(gone - At).TotalMilliseconds:0} ms" : "not yet")}");
}

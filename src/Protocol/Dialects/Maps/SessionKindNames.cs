namespace Realtime.Protocol.Dialects.Maps;

/// <summary>Wire names of <see cref="SessionKind"/>.</summary>
internal static class SessionKindNames
{
    /// <summary>Gets the GA form's name.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The value of <c>session.type</c>.</returns>
    public static string ToWireName(this SessionKind kind) => kind == SessionKind.Transcription ? "transcription" : "realtime";
}

namespace Realtime.Protocol.Conversations;

/// <summary>An audio format as the session names it.</summary>
/// <param name="Type"><c>audio/pcm</c>, <c>audio/pcmu</c> or <c>audio/pcma</c>.</param>
/// <param name="Rate">Samples a second; <see langword="null"/> where the type implies it.</param>
public sealed record SessionAudioFormat(string Type, int? Rate);

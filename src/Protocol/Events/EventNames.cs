using System.Collections.Frozen;
using System.Text;

namespace Realtime.Protocol.Events;

/// <summary>Wire names of <see cref="RealtimeEventType"/>.</summary>
public static class EventNames
{
    private static readonly string[] Names =
    [
        "",
        "session.update",
        "transcription_session.update",
        "input_audio_buffer.append",
        "input_audio_buffer.commit",
        "input_audio_buffer.clear",
        "conversation.item.create",
        "conversation.item.retrieve",
        "conversation.item.truncate",
        "conversation.item.delete",
        "response.create",
        "response.cancel",
        "output_audio_buffer.clear",
        "error",
        "session.created",
        "session.updated",
        "transcription_session.created",
        "transcription_session.updated",
        "conversation.created",
        "conversation.item.added",
        "conversation.item.created",
        "conversation.item.done",
        "conversation.item.retrieved",
        "conversation.item.truncated",
        "conversation.item.deleted",
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.input_audio_transcription.updated",
        "conversation.item.input_audio_transcription.completed",
        "conversation.item.input_audio_transcription.segment",
        "conversation.item.input_audio_transcription.failed",
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "input_audio_buffer.cleared",
        "input_audio_buffer.timeout_triggered",
        "input_audio_buffer.dtmf_event_received",
        "output_audio_buffer.started",
        "output_audio_buffer.stopped",
        "output_audio_buffer.cleared",
        "response.created",
        "response.done",
        "response.output_item.added",
        "response.output_item.done",
        "response.content_part.added",
        "response.content_part.done",
        "response.output_text.delta",
        "response.output_text.done",
        "response.text.delta",
        "response.text.done",
        "response.output_audio.delta",
        "response.output_audio.done",
        "response.audio.delta",
        "response.audio.done",
        "response.output_audio_transcript.delta",
        "response.output_audio_transcript.done",
        "response.audio_transcript.delta",
        "response.audio_transcript.done",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.mcp_call_arguments.delta",
        "response.mcp_call_arguments.done",
        "response.mcp_call.in_progress",
        "response.mcp_call.completed",
        "response.mcp_call.failed",
        "mcp_list_tools.in_progress",
        "mcp_list_tools.completed",
        "mcp_list_tools.failed",
        "rate_limits.updated",
        "ping",
    ];

    private static readonly byte[][] Utf8Names = Array.ConvertAll(Names, Encoding.UTF8.GetBytes);

    private static readonly FrozenDictionary<string, RealtimeEventType>.AlternateLookup<ReadOnlySpan<char>> Types = Names
        .Select((name, index) => KeyValuePair.Create(name, (RealtimeEventType)index))
        .Where(pair => pair.Key.Length > 0)
        .ToFrozenDictionary(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private const int LongestName = 64;

    /// <summary>Gets how many types there are, <see cref="RealtimeEventType.Unknown"/> included.</summary>
    public static int Count => Names.Length;

    /// <summary>Gets the wire name; empty for <see cref="RealtimeEventType.Unknown"/>.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The name, as in <c>session.update</c>.</returns>
    public static string ToName(this RealtimeEventType type) => Names[(int)type];

    /// <summary>Gets the wire name in UTF-8; empty for <see cref="RealtimeEventType.Unknown"/>.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The name's bytes.</returns>
    public static ReadOnlySpan<byte> ToUtf8Name(this RealtimeEventType type) => Utf8Names[(int)type];

    /// <summary>Finds the type with this wire name.</summary>
    /// <param name="utf8Name">The name, without quotes or escapes.</param>
    /// <returns>The type, or <see cref="RealtimeEventType.Unknown"/>.</returns>
    public static RealtimeEventType Parse(ReadOnlySpan<byte> utf8Name)
    {
        if (utf8Name.Length > LongestName)
        {
            return RealtimeEventType.Unknown;
        }

        Span<char> name = stackalloc char[LongestName];
        var length = Encoding.UTF8.GetChars(utf8Name, name);
        return Types.TryGetValue(name[..length], out var type) ? type : RealtimeEventType.Unknown;
    }
}

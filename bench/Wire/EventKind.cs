namespace Realtime.Bench.Wire;

/// <summary>The events that the benchmark's ends care for.</summary>
public enum EventKind
{
    /// <summary>Any other, or no event at all.</summary>
    Other,

    /// <summary><c>session.created</c>.</summary>
    SessionCreated,

    /// <summary><c>session.update</c>.</summary>
    SessionUpdate,

    /// <summary><c>input_audio_buffer.append</c>.</summary>
    Append,

    /// <summary><c>response.create</c>.</summary>
    ResponseCreate,

    /// <summary><c>response.output_audio.delta</c>.</summary>
    Delta,

    /// <summary><c>response.done</c>.</summary>
    ResponseDone,

    /// <summary><c>error</c>.</summary>
    Error,
}

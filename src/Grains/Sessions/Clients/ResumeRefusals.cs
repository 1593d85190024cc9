using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions.Clients;

/// <summary>Why a client cannot return to its session; <c>docs/errors.md</c> lists them.</summary>
internal static class ResumeRefusals
{
    private const string InvalidRequest = "invalid_request_error";

    /// <summary>Gets the refusal of a token that is not the session's present one, or came with another key.</summary>
    public static SessionRefusal InvalidToken { get; } = new(
        403,
        InvalidRequest,
        "invalid_resume_token",
        "The resume token was used before, or it was given to another key. Open a new session.",
        "resume");

    /// <summary>Gets the refusal of a client whose session has ended.</summary>
    public static SessionRefusal Expired { get; } = new(
        410, InvalidRequest, "resume_expired", "The session to resume has ended. Open a new session.", "resume");

    /// <summary>Gets the refusal of a client that misses more than was kept.</summary>
    public static SessionRefusal Gap { get; } = new(
        409,
        InvalidRequest,
        "resume_gap",
        "What came after the event of last_event_id is not kept any more, or there was no such event. Open a new session.",
        "last_event_id");
}

using Realtime.Configuration;
using Realtime.Gateway.Admission;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Edge;

/// <summary>What a request says about returning to a session: <c>resume</c>, <c>last_event_id</c> and <c>resumable</c>.</summary>
internal static class ResumeQuery
{
    /// <summary>Reads the token.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The token; null when a new session is wanted.</returns>
    public static string? Token(HttpRequest request) =>
        request.Query.TryGetValue("resume", out var token) ? token.ToString() : null;

    /// <summary>Tells how the client is to learn its next token.</summary>
    /// <param name="request">The request.</param>
    /// <param name="credentials">The client's key.</param>
    /// <param name="general">The settings.</param>
    /// <returns>Not at all for a browser's page that did not ask: it cannot read the header, so it has nothing to return with.</returns>
    public static ResumeOffer Offer(HttpRequest request, ClientCredentials credentials, GeneralSettings general)
    {
        if (general.ResumeWindow <= TimeSpan.Zero)
        {
            return ResumeOffer.None;
        }

        if (bool.TryParse(request.Query["resumable"], out var asked) || request.Query["resumable"] == "1")
        {
            return asked || request.Query["resumable"] == "1" ? ResumeOffer.Event : ResumeOffer.None;
        }

        return credentials.FromSubprotocol || request.Headers.ContainsKey("Sec-Fetch-Mode") ? ResumeOffer.None : ResumeOffer.Header;
    }

    /// <summary>Reads what a returning client brings.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who it is.</param>
    /// <param name="offer">How it learns its next token.</param>
    /// <returns>The request for its session.</returns>
    public static SessionResumeRequest Read(HttpRequest request, Caller caller, ResumeOffer offer) => new()
    {
        AttemptId = SessionIds.Create(),
        Token = Token(request) ?? "",
        KeyHash = caller.KeyHash,
        LastEventId = request.Query["last_event_id"].ToString() is { Length: > 0 } id ? id : null,
        Offer = offer,
    };
}

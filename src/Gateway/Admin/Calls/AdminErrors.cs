using System.Globalization;
using Realtime.Configuration.Loading;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>The admin API's refusals, in LiteLLM's envelope: <c>code</c> is the HTTP status as text.</summary>
internal static class AdminErrors
{
    public static SessionRefusal NoDatabase { get; } = Make(
        400, "no_db_connection", "No connected db. Set general_settings.database_url or DATABASE_URL; the master key alone works without.");

    public static SessionRefusal Unavailable { get; } =
        Make(503, "db_unavailable", "The database does not answer at this moment. Try again.") with { RetryAfter = TimeSpan.FromSeconds(1) };

    public static SessionRefusal Conflict { get; } =
        Make(409, "conflict", "Others change the same at this moment. Try again.") with { RetryAfter = TimeSpan.FromSeconds(1) };

    public static SessionRefusal KeyBlocked { get; } =
        Unauthorized("Authentication Error, Key is blocked. Update via `/key/unblock` if you're admin.");

    public static SessionRefusal UnknownKey { get; } = Make(
        401, "token_not_found_in_db", "Authentication Error, Invalid proxy server token passed. The key is not known.", "key");

    public static SessionRefusal Bad(string message, string? param = null) => Make(400, "bad_request_error", message, param);

    public static SessionRefusal NotFound(string message, string? param = null) => Make(404, "not_found_error", message, param);

    public static SessionRefusal Unauthorized(string message, string type = "auth_error") => Make(401, type, message);

    public static SessionRefusal Forbidden(string message) => Make(403, "auth_error", message);

    /// <summary>Refuses names that are not known, each with the known one that looks like it.</summary>
    public static SessionRefusal UnknownNames(string kind, IReadOnlyList<string> unknown, IReadOnlyCollection<string> known) => Bad(
        $"Unknown {kind}{(unknown.Count == 1 ? "" : "s")}: " + string.Join(", ", unknown.Select(name =>
            NearestName.Find(name, known) is { } nearest ? $"{name} (did you mean {nearest}?)" : name)) + ". Correct or remove it.",
        unknown[0]);

    /// <summary>Puts a refusal that was made for sessions into LiteLLM's envelope.</summary>
    public static SessionRefusal FromGate(SessionRefusal refusal) => refusal with
    {
        Type = refusal.Status is 401 or 403 ? "auth_error" : refusal.Type,
        Code = refusal.Status.ToString(CultureInfo.InvariantCulture),
    };

    private static SessionRefusal Make(int status, string type, string message, string? param = null) =>
        new(status, type, status.ToString(CultureInfo.InvariantCulture), message, param);
}

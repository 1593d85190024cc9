using System.Net;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Errors;

/// <summary>The refusals that the gateway itself gives; <c>docs/errors.md</c> lists them.</summary>
internal static class Refusals
{
    private const string InvalidRequest = "invalid_request_error";

    /// <summary>Gets the refusal of a request without a key.</summary>
    public static SessionRefusal NoKey { get; } = new(
        401, InvalidRequest, "invalid_api_key",
        "No API key was given. Send it as 'Authorization: Bearer KEY', as 'api-key: KEY', or in a browser as the subprotocol "
        + "'openai-insecure-api-key.KEY'.");

    /// <summary>Gets the refusal of a key that is not known.</summary>
    public static SessionRefusal UnknownKey { get; } = new(401, InvalidRequest, "invalid_api_key", "The API key is not valid.");

    /// <summary>Gets the refusal of a client secret whose time is over.</summary>
    public static SessionRefusal ExpiredSecret { get; } =
        new(401, InvalidRequest, "invalid_api_key", "The client secret has expired. Mint another one.");

    /// <summary>Gets the refusal of a client secret where a key is needed.</summary>
    public static SessionRefusal SecretCannotMint { get; } =
        new(403, InvalidRequest, "permission_denied", "A client secret cannot be used here. Use an API key.");

    /// <summary>Gets the refusal of a key where the administrator's is needed.</summary>
    public static SessionRefusal NeedsAdministrator { get; } =
        new(403, InvalidRequest, "permission_denied", "Only the master key, and keys of administrators, may do this.");

    /// <summary>Gets the refusal of a request without a model.</summary>
    public static SessionRefusal MissingModel { get; } = new(
        400, InvalidRequest, "missing_required_parameter", "You must provide a model parameter, as '/v1/realtime?model=NAME'.", "model");

    /// <summary>Gets the refusal of a request that names no user where each must.</summary>
    public static SessionRefusal MissingUser { get; } = new(
        400, InvalidRequest, "missing_required_parameter",
        "The request must name its user, by the header 'x-litellm-end-user-id' or the query 'user' (general_settings.enforce_user_param).", "user");

    /// <summary>Gets the refusal of a plain request where a WebSocket belongs.</summary>
    public static SessionRefusal UpgradeRequired { get; } = new(
        426, InvalidRequest, "upgrade_required", "This is a WebSocket endpoint. Connect with a WebSocket client.");

    /// <summary>Gets the refusal while the process is being stopped.</summary>
    public static SessionRefusal Draining { get; } = new(
        503, "server_error", SessionRefusal.DrainingCode, "The server is restarting. Connect again.", RetryAfter: TimeSpan.FromSeconds(1));

    /// <summary>Gets the refusal while no silo can be reached.</summary>
    public static SessionRefusal NotReady { get; } = new(
        503, "server_error", "not_ready", "The server cannot take sessions yet. Try again in a moment.", RetryAfter: TimeSpan.FromSeconds(2));

    /// <summary>Gets the refusal of what is no resume token.</summary>
    public static SessionRefusal NoResumeToken { get; } = new(
        400, InvalidRequest, "invalid_resume_token", "This is no resume token. Give the one of the header x-realtime-resume-token.", "resume");

    /// <summary>Gets the refusal at the limit of sessions of the process.</summary>
    public static SessionRefusal Full { get; } = new(
        503, "server_error", SessionRefusal.OverloadedCode, "The server has as many sessions as it may have.", RetryAfter: TimeSpan.FromSeconds(5));

    /// <summary>Gets the refusal of a process whose processors are at their end.</summary>
    public static SessionRefusal Overloaded { get; } = new(
        503, "server_error", SessionRefusal.OverloadedCode, "The server has more to do than it can. Try again in a moment.",
        RetryAfter: TimeSpan.FromSeconds(5));

    /// <summary>Gets the refusal of what needs a database.</summary>
    public static SessionRefusal NoDatabase { get; } = new(
        400, "no_db_connection", "no_db_connection",
        "No database is connected, so keys, teams and spend are not kept. The master key alone works.");

    /// <summary>Makes the refusal of a model that is not configured.</summary>
    /// <param name="model">The name.</param>
    /// <returns>The refusal.</returns>
    public static SessionRefusal UnknownModel(string model) => new(
        404, InvalidRequest, "model_not_found", $"The model '{model}' does not exist. GET /v1/models lists the models.", "model");

    /// <summary>Makes the refusal of a model that the key may not use.</summary>
    /// <param name="model">The name.</param>
    /// <returns>The refusal.</returns>
    public static SessionRefusal ModelDenied(string model) => new(
        403, InvalidRequest, "model_not_allowed", $"This key may not use the model '{model}'.", "model");

    /// <summary>Makes the refusal of a web page from elsewhere.</summary>
    /// <param name="why">What is wrong with it and the remedy.</param>
    /// <returns>The refusal.</returns>
    public static SessionRefusal OriginDenied(string why) => new(403, InvalidRequest, "origin_not_allowed", why);

    /// <summary>Makes the refusal of an address that may not use the gateway.</summary>
    /// <param name="address">The address; null when not known.</param>
    /// <returns>The refusal.</returns>
    public static SessionRefusal AddressDenied(IPAddress? address) => new(
        403, InvalidRequest, "ip_not_allowed", $"Access forbidden: IP address {address} not allowed. Ask the administrator to add it to general_settings.allowed_ips.");

    /// <summary>Makes the refusal of a wrong value.</summary>
    /// <param name="code">The error's code.</param>
    /// <param name="param">The field.</param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <returns>The refusal.</returns>
    public static SessionRefusal Invalid(string code, string? param, string message) => new(400, InvalidRequest, code, message, param);
}

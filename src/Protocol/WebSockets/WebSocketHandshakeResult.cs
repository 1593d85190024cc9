namespace Realtime.Protocol.WebSockets;

/// <summary>How a client's handshake went.</summary>
public sealed record WebSocketHandshakeResult
{
    /// <summary>Gets the open transport; null when there is none.</summary>
    public Stream? Stream { get; init; }

    /// <summary>Gets the subprotocol that the server chose; null for none.</summary>
    public string? Subprotocol { get; init; }

    /// <summary>Gets the HTTP status with which the server refused; null when it did not answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Gets when the server wants to be asked again, if it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the beginning of the refusal's body. It may name anything: it is not for clients and not for logs.</summary>
    public string Body { get; init; } = "";

    /// <summary>Gets why there was no answer that counts.</summary>
    public WebSocketHandshakeFailure Failure { get; init; }

    /// <summary>Gets what happened, without host, path or credential.</summary>
    public string Message { get; init; } = "";
}

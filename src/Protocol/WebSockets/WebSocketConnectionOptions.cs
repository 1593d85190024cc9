namespace Realtime.Protocol.WebSockets;

/// <summary>Limits and times of a <see cref="WebSocketConnection"/>.</summary>
public sealed class WebSocketConnectionOptions
{
    /// <summary>Gets which end this is.</summary>
    public WebSocketRole Role { get; init; }

    /// <summary>Gets the longest message that is taken, in bytes. A frame that declares more ends the connection with 1009 at once.</summary>
    /// <value>The default is 21 MiB: OpenAI's 15 MiB of audio in base64, and the JSON around it.</value>
    public int MaxMessageBytes { get; init; } = 21 * 1024 * 1024;

    /// <summary>Gets the length, in bytes, beyond which a message is handed out in pieces; then it may have any length.</summary>
    /// <value>The default is null: messages are handed out whole.</value>
    public int? StreamingThreshold { get; init; }

    /// <summary>Gets after how long without anything from the peer a ping is sent; zero switches pings off.</summary>
    /// <value>The default is 20 s.</value>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets how long after the ping the peer counts as gone if still nothing came.</summary>
    /// <value>The default is 20 s.</value>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets how long one write may take before the peer counts as not reading; zero for any time.</summary>
    /// <value>The default is 30 s.</value>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long closing may take until the connection is cut.</summary>
    /// <value>The default is 3 s.</value>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets what draws the masks of a client's frames; they must be unpredictable (RFC 6455 section 10.3).</summary>
    /// <value>The default draws them from the system's source of randomness.</value>
    public Func<uint> MaskSource { get; init; } = MaskKeys.Next;

    /// <summary>Gets what cuts the transport, where disposing the stream does not.</summary>
    public Action? OnAbort { get; init; }
}

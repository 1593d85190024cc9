using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions;

/// <summary>A client whose socket is held by a gateway in another process.</summary>
internal sealed partial class RemoteClientLink : IClientLink
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(5);
    private const int EndAttempts = 3;
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndRetry = TimeSpan.FromMilliseconds(100);

    private readonly ISessionClient _client;
    private readonly BatchSender _sender;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Initializes a new instance of the <see cref="RemoteClientLink"/> class.</summary>
    /// <param name="client">The gateway's end.</param>
    /// <param name="gatewayId">The gateway's process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public RemoteClientLink(ISessionClient client, string gatewayId, TimeProvider time, ILogger logger)
    {
        _client = client;
        GatewayId = gatewayId;
        _time = time;
        _logger = logger;
        _sender = new BatchSender(client.Deliver, _ => Lost?.Invoke(), new BatchSenderOptions(), time);
    }

    /// <summary>Gets the gateway's process.</summary>
    public string GatewayId { get; }

    /// <summary>Gets or sets what to do when the gateway cannot be reached any more.</summary>
    public Action? Lost { get; set; }

    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true) =>
        _sender.Enqueue(kind, payload, endOfMessage);

    /// <inheritdoc/>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => _sender.FlushAsync(cancellationToken);

    /// <summary>Asks whether the gateway is still there.</summary>
    /// <returns>
    /// False when it cannot be reached, and also when it has already let go of this session: ask through sessions that run, and more
    /// than one.
    /// </returns>
    public async Task<bool> ProbeAsync()
    {
        try
        {
            await _client.Deliver(new FrameBatch(0, [], [], [])).WaitAsync(EndTimeout, _time).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (CallFailures.IsAway(exception))
        {
            return false;
        }
    }

    /// <summary>Tells the gateway up to where it need not keep frames.</summary>
    /// <param name="clientFrames">How many of the client's frames are in a snapshot.</param>
    /// <param name="serverFrames">How many of the frames to the client.</param>
    /// <param name="snapshot">The snapshot; null where the last one holds still.</param>
    /// <returns>Whether the gateway knows.</returns>
    public async Task<bool> SavedAsync(long clientFrames, long serverFrames, byte[]? snapshot)
    {
        try
        {
            return await _client.Saved(clientFrames, serverFrames, snapshot).WaitAsync(EndTimeout, _time).ConfigureAwait(false);
        }
        catch (Exception exception) when (CallFailures.IsAway(exception))
        {
            // It keeps them a little longer.
            return false;
        }
    }

    /// <summary>Sends nothing more, without a word.</summary>
    public void Abandon() => _sender.End();

    /// <inheritdoc/>
    public async Task EndAsync(SessionEnd end)
    {
        // Of the client's own end the gateway knows: what is still gathered has nobody to go to, and its observer may be gone already.
        if (end.Cause is not (SessionEndCause.ClientClosed or SessionEndCause.ClientLost
            or SessionEndCause.ClientViolation or SessionEndCause.ClientTooSlow))
        {
            if (end.Cause is not (SessionEndCause.ConnectionReplaced or SessionEndCause.GatewayLost))
            {
                await _sender.DrainAsync(LongestDrain).ConfigureAwait(false);
            }

            // A gateway that is not told would leave its client with an open socket and nobody behind it.
            for (var attempt = 1; !await TellAsync(end).ConfigureAwait(false) && attempt < EndAttempts; attempt++)
            {
                await Task.Delay(EndRetry, _time).ConfigureAwait(false);
            }
        }

        _sender.End();
    }

    /// <summary>Tells the gateway that the session, or its connection, has ended.</summary>
    /// <param name="end">How.</param>
    /// <returns>Whether the gateway knows.</returns>
    public async Task<bool> TellAsync(SessionEnd end)
    {
        try
        {
            await _client.End(end).WaitAsync(EndTimeout, _time).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (CallFailures.IsAway(exception))
        {
            LogEndNotDelivered(exception);
            return false;
        }
    }

    [LoggerMessage(EventId = 1111, Level = LogLevel.Debug, Message = "A gateway could not be told that a session ended")]
    private partial void LogEndNotDelivered(Exception exception);
}

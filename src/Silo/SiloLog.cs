namespace Realtime.Silo;

/// <summary>The silo process's own log lines.</summary>
internal static partial class SiloLog
{
    /// <summary>Tells the ports.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="siloPort">The port for other silos.</param>
    /// <param name="clientPort">The port for gateways.</param>
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Silo starting: other silos at port {SiloPort}, gateways at port {ClientPort}")]
    public static partial void Starting(ILogger logger, int siloPort, int clientPort);

    /// <summary>Tells that sessions can start here.</summary>
    /// <param name="logger">The log.</param>
    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "Silo ready")]
    public static partial void Ready(ILogger logger);
}

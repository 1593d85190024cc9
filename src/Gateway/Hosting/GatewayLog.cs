using Realtime.Configuration;

namespace Realtime.Gateway.Hosting;

/// <summary>The gateway process's first words: what a newcomer needs next, and what an operator must not overlook.</summary>
internal static partial class GatewayLog
{
    /// <summary>Tells that the gateway listens.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="urls">Where.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="demo">Whether the demo model is served.</param>
    public static void Started(ILogger logger, IEnumerable<string> urls, RealtimeConfig config, bool demo)
    {
        foreach (var url in urls)
        {
            Listening(logger, url);
        }

        if (demo)
        {
            Demo(logger);
        }

        if (config.General.MasterKey is null)
        {
            NoMasterKey(logger);
        }
    }

    [LoggerMessage(EventId = 2301, Level = LogLevel.Information, Message = "Gateway listening at {Url}; open it in a browser for the playground")]
    private static partial void Listening(ILogger logger, string url);

    [LoggerMessage(EventId = 2302, Level = LogLevel.Information, Message = "No model is configured: serving the built-in model 'demo', which says back what it hears")]
    private static partial void Demo(ILogger logger);

    [LoggerMessage(
        EventId = 2303,
        Level = LogLevel.Warning,
        Message = "NO MASTER KEY IS SET: anyone on this machine can use every model. Only loopback connections are taken. Set general_settings.master_key")]
    private static partial void NoMasterKey(ILogger logger);
}

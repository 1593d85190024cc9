namespace Realtime.Configuration.CommandLine;

/// <summary>What a gateway or a silo is told when it starts, by the command line, else by the environment.</summary>
public sealed record ProcessOptions
{
    /// <summary>The port that a gateway listens on when none is given.</summary>
    public const int DefaultPort = 4000;

    /// <summary>Gets the configuration file (<c>--config</c>, <c>-c</c>; <c>REALTIME_CONFIG</c>, <c>CONFIG_FILE_PATH</c>); null: none.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>Gets the host to listen on (<c>--host</c>; <c>REALTIME_HOST</c>, <c>HOST</c>); null: <see cref="ListenAddress"/> decides.</summary>
    public string? Host { get; init; }

    /// <summary>Gets the port to listen on, 0 for a free one (<c>--port</c>; <c>REALTIME_PORT</c>, <c>PORT</c>).</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Gets the directory for what the process keeps (<c>--data</c>; <c>REALTIME_DATA</c>).</summary>
    public string DataDirectory { get; init; } = "./data";

    /// <summary>Gets the Redis that makes this process part of a cluster, HOST:PORT (<c>--cluster</c>; <c>REALTIME_CLUSTER</c>); null: embedded.</summary>
    public string? Cluster { get; init; }

    /// <summary>Gets the port for other silos (<c>--silo-port</c>; <c>REALTIME_SILO_PORT</c>); null: a free one.</summary>
    public int? SiloPort { get; init; }

    /// <summary>Gets the port for gateways (<c>--client-port</c>; <c>REALTIME_CLIENT_PORT</c>); null: a free one.</summary>
    public int? ClientPort { get; init; }

    /// <summary>Gets a value indicating whether the configuration is only checked (<c>--check-config</c>).</summary>
    public bool CheckConfig { get; init; }

    /// <summary>Gets a value indicating whether the help text is asked for (<c>--help</c>, <c>-h</c>).</summary>
    public bool Help { get; init; }

    /// <summary>Gets a value indicating whether the version is asked for (<c>--version</c>, <c>-v</c>).</summary>
    public bool Version { get; init; }

    /// <summary>Gets the URL to probe instead of running (<c>--healthcheck</c>); null: not asked for.</summary>
    public string? HealthCheckUrl { get; init; }
}

using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Providers.Gemini;

namespace Realtime.Simulator.Hosting;

/// <summary>A running simulator with a server of its own.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConnectionBook _book;

    private SimulatorHost(WebApplication application)
    {
        _application = application;
        _book = application.Services.GetRequiredService<ConnectionBook>();
        Faults = application.Services.GetRequiredService<FaultBoard>();
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        BaseAddress = new Uri(addresses.First());
        BedrockAddress = new Uri(addresses.Last());
    }

    /// <summary>Gets where it listens, as in <c>http://127.0.0.1:41234/</c>; a session is at <c>/v1/realtime</c> of it with the scheme <c>ws</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Gets where Bedrock's runtime is, for HTTP/2 without TLS.</summary>
    public Uri BedrockAddress { get; }

    /// <summary>Gets the connections since its start, oldest first, open and over.</summary>
    public IReadOnlyList<SimulatedConnection> Connections => _book.Connections;

    /// <summary>Gets the faults that wait for connections to come.</summary>
    public FaultBoard Faults { get; }

    /// <summary>Forgets all conversations of Gemini's Live API, so that every resumption handle is refused.</summary>
    public void ForgetResumptionHandles() => _application.Services.GetRequiredService<LiveMemories>().Clear();

    /// <summary>Starts a simulator.</summary>
    /// <param name="options">How it runs; null for the defaults, which are a free port on loopback.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The running simulator.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var application = Build(options ?? new());
        try
        {
            await application.StartAsync(cancellationToken);
            return new(application);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the process is told to stop and the simulator has ended.</summary>
    /// <returns>The end.</returns>
    public Task WaitForShutdownAsync() => _application.WaitForShutdownAsync();

    /// <summary>Ends every connection with code 1001, then the server.</summary>
    /// <returns>The end.</returns>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static WebApplication Build(SimulatorOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(SimulatorHost).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinRequestBodyDataRate = null;
            Listen(kestrel, options.Host, options.Port, HttpProtocols.Http1);
            Listen(kestrel, options.Host, options.BedrockPort, HttpProtocols.Http2);
        });

        // A write is done only when the operating system has it, so that a fault after N events does not swallow some of them.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = 2);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        builder.Services.AddSingleton(options).AddSingleton<FaultBoard>().AddSingleton<ConnectionBook>();
        builder.Services.AddRealtimeProviders();
        if (!options.StopsOnSignals)
        {
            builder.Services.AddSingleton<IHostLifetime, UnsignalledLifetime>();
        }

        var application = builder.Build();
        application.Use(StallingUpgrade.InstallAsync);
        application.UseWebSockets(new() { KeepAliveInterval = TimeSpan.FromSeconds(30) });
        application.Use(PathSlashes.JoinAsync);
        application.UseRouting();
        application.MapRealtimeProviders();
        application.MapInspection();
        return application;
    }

    private static void Listen(KestrelServerOptions kestrel, string host, int port, HttpProtocols protocols)
    {
        if (host is "*" or "0.0.0.0")
        {
            kestrel.ListenAnyIP(port, listen => listen.Protocols = protocols);
        }
        else if (IPAddress.TryParse(host, out var address))
        {
            kestrel.Listen(address, port, listen => listen.Protocols = protocols);
        }
        else
        {
            kestrel.ListenLocalhost(port, listen => listen.Protocols = protocols);
        }
    }
}

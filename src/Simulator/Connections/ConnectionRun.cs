using System.Net.WebSockets;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Connections;

/// <summary>One accepted connection until its end.</summary>
internal sealed class ConnectionRun : IDisposable
{
    // How long the peer gets to answer a close frame, or to notice that the stream has ended.
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);

    private readonly HttpContext _context;
    private readonly WebSocket _socket;
    private readonly SimulatedConnection _connection;
    private readonly SimulatorOptions _options;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _ended;
    private readonly StallingStream? _stream;

    public ConnectionRun(HttpContext context, WebSocket socket, SimulatedConnection connection, SimulatorOptions options, CancellationToken stopping)
    {
        (_context, _socket, _connection, _options, _stopping) = (context, socket, connection, options, stopping);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        _stream = context.Features.Get<StallingUpgrade>()?.Stream;
    }

    public async Task RunAsync(IRealtimeProvider provider, Admission admission)
    {
        using var wire = new FaultyWire(_socket, new SocketBreaker(_context), _connection, _options.Time, _connection.Fault);
        var output = new EventOutput(admission.Form!, wire);
        _connection.FaultRunning = plan =>
        {
            wire.Replace(plan);
            output.Nudge();
        };
        using var stopping = _stopping.Register(() => output.Close(1001, "The server is shutting down."));
        var pump = output.PumpAsync(_ended.Token);
        var reader = new MessageReader(_socket, _connection, _options);
        var expiry = Task.CompletedTask;
        RealtimeSession? session = null;
        var seed = new SessionSeed(IdSource.Make("sess"), admission.Kind, admission.Model, (_options.Time.GetUtcNow() + provider.SessionLength).ToUnixTimeSeconds());
        var context = new SessionContext(admission.Form!, seed, output, _connection, _options, _ended.Token);
        if (_connection.Fault.ErrorThenClose is { } code)
        {
            Reject(context, new("server_error", "The server had an error while processing your request.", null), "server_error", code);
        }
        else if (admission.Rejection is { } rejection)
        {
            Reject(context, rejection, "invalid_request_error", admission.CloseCode);
        }
        else
        {
            session = Open(provider, admission, context, seed);
            expiry = ExpireAsync(provider, context);
        }

        var reading = reader.ReadAsync(session, output, _ended.Token);
        await Task.WhenAny(pump, reading);
        await EndAsync(pump, reading, output, wire);
        await _ended.CancelAsync();
        if (session is not null)
        {
            provider.End(session);
        }

        await IgnoreCancelAsync(expiry);
    }

    public void Dispose() => _ended.Dispose();

    private static void Reject(SessionContext context, FieldProblem problem, string type, int code)
    {
        context.Fail(problem, null, type);
        context.Output.Close(code, $"{type}.{problem.Code}");
    }

    private static async Task IgnoreCancelAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }
    }

    private RealtimeSession Open(IRealtimeProvider provider, Admission admission, SessionContext context, SessionSeed seed)
    {
        var session = new RealtimeSession(context);
        _connection.SessionId = seed.Id;
        if (admission.Preset is { } preset)
        {
            session.Preset(preset);
        }

        provider.Start(session, _context.Request);
        return session;
    }

    private async Task ExpireAsync(IRealtimeProvider provider, SessionContext context)
    {
        await Task.Delay(provider.SessionLength, _options.Time, _ended.Token);
        var (problem, type) = provider.Expiry;
        lock (context.Gate)
        {
            context.Fail(problem, null, type);
            context.Output.Close(1001, problem.Message);
        }
    }

    private async Task EndAsync(Task pump, Task reading, EventOutput output, FaultyWire wire)
    {
        if (wire.Stalled.IsCompleted)
        {
            _stream?.Stall();
            using var both = CancellationTokenSource.CreateLinkedTokenSource(_context.RequestAborted, _stopping);
            await IgnoreCancelAsync(Task.Delay(Timeout.InfiniteTimeSpan, _options.Time, both.Token));
            _context.Abort();
            return;
        }

        output.Complete();
        using var grace = new CancellationTokenSource(CloseGrace, _options.Time);
        var ends = Task.WhenAll(pump, reading);
        if (await Task.WhenAny(ends, Task.Delay(Timeout.InfiniteTimeSpan, _options.Time, grace.Token)) != ends)
        {
            _context.Abort();
        }

        await IgnoreCancelAsync(ends);
    }
}

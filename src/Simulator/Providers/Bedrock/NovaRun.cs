using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>One stream until its end.</summary>
internal sealed class NovaRun : IDisposable
{
    private const int ReadSize = 16 * 1024;
    private const string TimedOut = "Model has timed out in processing the request. Try your request again.";

    private readonly HttpContext _context;
    private readonly SimulatedConnection _connection;
    private readonly SimulatorOptions _options;
    private readonly SignedEvents _events;
    private readonly NovaOutput _output;
    private readonly NovaOrder _order;
    private readonly NovaTalk _talk;
    private readonly CancellationTokenSource _over = new();
    private long _lastAudio;

    public NovaRun(HttpContext context, SimulatedConnection connection, SimulatorOptions options, RequestSignature signed, string model)
    {
        (_context, _connection, _options) = (context, connection, options);
        _events = new SignedEvents(signed.Chain);
        _output = new NovaOutput(context.Response.Body, connection, context, options.Time);
        _talk = new NovaTalk(_output, connection, options, model, _over.Token);
        _order = new NovaOrder(isFirstGeneration: _talk.IsFirstGeneration);
        _lastAudio = options.Time.GetTimestamp();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        _connection.FaultRunning = plan =>
        {
            Fault();
            _output.Nudge();
        };
        Fault();
        var pump = _output.PumpAsync(cancellationToken);
        var clock = WatchAsync(linked.Token);
        var reading = ReadAsync(linked.Token);
        await Task.WhenAny(pump, reading);
        if (reading.IsCompletedSuccessfully)
        {
            _output.Complete();
        }

        await pump;
        await _over.CancelAsync();
        await IgnoreCancelAsync(reading);
        await IgnoreCancelAsync(clock);
    }

    public void Dispose() => _over.Dispose();

    private static async Task IgnoreCancelAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // It was told to stop.
        }
    }

    private void Fault()
    {
        if (_connection.Fault.Exception is { } exception)
        {
            _talk.Stop();
            _output.Fail(exception, exception.StartsWith("throttling", StringComparison.OrdinalIgnoreCase) ? "Too many requests." : TimedOut);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var body = _context.Request.Body;
        var buffer = new byte[ReadSize];
        while (!_events.IsClosed)
        {
            var count = await body.ReadAsync(buffer, cancellationToken);
            if (count == 0)
            {
                return;
            }

            _events.Append(buffer.AsSpan(0, count));
            BedrockRefusal? problem;
            while (_events.Read(out problem) is { } json)
            {
                if (!Take(json))
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _options.Time, cancellationToken);
                }
            }

            if (problem is not null)
            {
                _output.Fail(problem.Type, problem.Message);
                await Task.Delay(Timeout.InfiniteTimeSpan, _options.Time, cancellationToken);
            }
        }
    }

    private bool Take(System.Text.Json.Nodes.JsonObject json)
    {
        var (name, fields) = NovaInput.Read(json);
        _connection.AddReceived(NovaInput.Describe(name, json, _options.InspectionTextLimit));
        if (_order.Check(name, fields) is { } mistake)
        {
            _talk.Stop();
            _output.Fail("validationException", mistake);
            return false;
        }

        if (name == "audioInput")
        {
            Volatile.Write(ref _lastAudio, _options.Time.GetTimestamp());
        }

        _talk.Take(name, fields);
        return true;
    }

    // The stream has its time, and is given up when nothing is heard on it.
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var begin = _options.Time.GetTimestamp();
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), _options.Time, cancellationToken);
            if (_options.Time.GetElapsedTime(begin) >= _options.NovaStreamLength
                || _options.Time.GetElapsedTime(Volatile.Read(ref _lastAudio)) >= _options.NovaIdleLength)
            {
                _talk.Stop();
                _output.Fail("modelTimeoutException", TimedOut);
                return;
            }
        }
    }
}

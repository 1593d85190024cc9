using Realtime.Simulator.Conversation;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>What the parts of one connection share. Everything in it is used under <see cref="Gate"/> alone.</summary>
internal sealed class LiveState(ILiveService service, LiveWire wire, SimulatedConnection connection, SimulatorOptions options, CancellationToken ended)
{
    public Lock Gate { get; } = new();

    public ILiveService Service { get; } = service;

    public LiveWire Wire { get; } = wire;

    public SimulatedConnection Connection { get; } = connection;

    public SimulatorOptions Options { get; } = options;

    public CancellationToken Ended { get; } = ended;

    public LiveSetup? Setup { get; set; }

    public ConversationHistory History { get; set; } = new();

    /// <summary>The ids of functions that were called and not answered.</summary>
    public HashSet<string> OpenCalls { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts work that takes its own time; what it does to the session it does under the gate.</summary>
    public static void Start(Func<Task> work) => _ = RunAsync(work);

    private static async Task RunAsync(Func<Task> work)
    {
        try
        {
            await Task.Yield();
            await work();
        }
        catch (OperationCanceledException)
        {
            // The connection is over, or the answer was interrupted.
        }
    }
}

using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Forms;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Shapes;

namespace Realtime.Simulator.Sessions;

/// <summary>What all parts of one session share. Everything in it is used under <see cref="Gate"/> alone.</summary>
internal sealed class SessionContext(IWireForm form, SessionSeed seed, EventOutput output, SimulatedConnection connection, SimulatorOptions options, CancellationToken ended)
{
    public Lock Gate { get; } = new();

    public IWireForm Form { get; } = form;

    public SessionKind Kind { get; } = seed.Kind;

    public EventOutput Output { get; } = output;

    public SimulatedConnection Connection { get; } = connection;

    public SimulatorOptions Options { get; } = options;

    public CancellationToken Ended { get; } = ended;

    /// <summary>The session as the client sees it.</summary>
    public JsonObject Session { get; } = form.NewSession(seed);

    public SessionSettings Settings { get; set; } = new();

    public string ConversationId { get; set; } = IdSource.Make("conv");

    public ConversationHistory History { get; set; } = new();

    /// <summary>Whether the model has been heard, which fixes its voice.</summary>
    public bool HasSpoken { get; set; }

    public FaultPlan Fault => Connection.Fault;

    public void Fail(FieldProblem problem, string? clientEventId, string type = "invalid_request_error") => Output.Send(new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject
        {
            ["type"] = type,
            ["code"] = problem.Code,
            ["message"] = problem.Message,
            ["param"] = problem.Param,
            ["event_id"] = clientEventId,
        },
    });

    /// <summary>Sends a snapshot of the session.</summary>
    public void SendSession(string type) => Output.Send(new() { ["type"] = type, ["session"] = Session.DeepClone() });

    /// <summary>Announces a new item that is finished.</summary>
    public void AnnounceItem(ConversationItem item)
    {
        SendItem("conversation.item.added", item);
        SendItem("conversation.item.done", item);
    }

    public void SendItem(string type, ConversationItem item) => Output.Send(new()
    {
        ["type"] = type,
        ["previous_item_id"] = History.Before(item),
        ["item"] = ItemWriter.Write(item),
    });

    /// <summary>Starts work that takes its own time; what it does to the session it does under the gate.</summary>
    public void Start(Func<Task> work) => _ = RunAsync(work);

    private async Task RunAsync(Func<Task> work)
    {
        try
        {
            await Task.Yield();
            await work();
        }
        catch (OperationCanceledException) when (Ended.IsCancellationRequested)
        {
            // The session is over, and with it the work.
        }
    }
}

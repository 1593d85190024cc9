using System.Buffers;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock;

/// <summary>Sends what the translator makes, to whichever side it is for, in the sink of the call under way.</summary>
/// <param name="ids">Makes ids.</param>
internal sealed class NovaOutput(IEventIdSource ids)
{
    private IEventSink? _sink;
    private bool _forwardsToClient;

    /// <summary>
    /// Uses a sink until the scope ends. What a session does with an event may bring the next one before the first is done, so the former sink
    /// is put back then.
    /// </summary>
    /// <param name="sink">The sink.</param>
    /// <param name="forwardsToClient">Whether it forwards to the client and replies to the provider, or the other way round.</param>
    /// <returns>The scope; dispose it.</returns>
    public Scope Use(IEventSink sink, bool forwardsToClient)
    {
        var scope = new Scope(this, _sink, _forwardsToClient);
        (_sink, _forwardsToClient) = (sink, forwardsToClient);
        return scope;
    }

    /// <summary>Runs work with a sink.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="forwardsToClient">Whether it forwards to the client and replies to the provider, or the other way round.</param>
    /// <param name="work">The work.</param>
    public void With(IEventSink sink, bool forwardsToClient, Action work)
    {
        using (Use(sink, forwardsToClient))
        {
            work();
        }
    }

    /// <summary>Makes an id of something the client is told of.</summary>
    /// <param name="prefix">What it begins with, as <c>item</c>.</param>
    /// <returns>The id; short enough for every provider to take over.</returns>
    public string NewId(string prefix)
    {
        var id = ids.Next();
        return prefix + (id.StartsWith("event", StringComparison.Ordinal) ? id["event".Length..] : "_" + id);
    }

    /// <summary>Makes the id of an event.</summary>
    /// <returns>The id.</returns>
    public string NextEventId() => ids.Next();

    /// <summary>Sends the client an event.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="fields">Its other fields; they belong to the event from now on.</param>
    public void ToClient(RealtimeEventType type, JsonObject? fields = null)
    {
        var body = new JsonObject { ["type"] = type.ToName(), ["event_id"] = ids.Next() };
        foreach (var (name, value) in fields?.ToArray() ?? [])
        {
            fields!.Remove(name);
            body[name] = value;
        }

        ToClient(new EventMessage(type, JsonTree.ToUtf8(body)));
    }

    /// <summary>Sends the client an event that is written already.</summary>
    /// <param name="message">The event.</param>
    public void ToClient(in EventMessage message)
    {
        if (_forwardsToClient)
        {
            _sink?.Forward(message);
        }
        else
        {
            _sink?.Reply(message);
        }
    }

    /// <summary>Sends the provider an event.</summary>
    /// <param name="json">The event.</param>
    public void ToProvider(ReadOnlyMemory<byte> json)
    {
        var message = new EventMessage(RealtimeEventType.Unknown, json);
        if (_forwardsToClient)
        {
            _sink?.Reply(message);
        }
        else
        {
            _sink?.Forward(message);
        }
    }

    /// <summary>Tells the client of an error.</summary>
    /// <param name="refusal">What is wrong.</param>
    /// <param name="clientEventId">The id of the client's event at fault, or null.</param>
    public void Refuse(FieldRefusal refusal, string? clientEventId)
    {
        var output = new ArrayBufferWriter<byte>(256);
        RealtimeErrorEvent.Write(output, ids.Next(), refusal.Type, refusal.Code, refusal.Message, refusal.Param, clientEventId);
        ToClient(new EventMessage(RealtimeEventType.Error, output.WrittenMemory));
    }

    /// <summary>The use of a sink.</summary>
    internal readonly ref struct Scope
    {
        private readonly NovaOutput _output;
        private readonly IEventSink? _sink;
        private readonly bool _forwardsToClient;

        /// <summary>Initializes a new instance of the <see cref="Scope"/> struct.</summary>
        /// <param name="output">What uses the sink.</param>
        /// <param name="sink">The sink to be put back.</param>
        /// <param name="forwardsToClient">Whether that one forwards to the client.</param>
        public Scope(NovaOutput output, IEventSink? sink, bool forwardsToClient) =>
            (_output, _sink, _forwardsToClient) = (output, sink, forwardsToClient);

        /// <summary>Puts the former sink back.</summary>
        public void Dispose() => (_output._sink, _output._forwardsToClient) = (_sink, _forwardsToClient);
    }
}

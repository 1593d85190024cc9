using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Bedrock;
using Realtime.Providers.Tests.XAI;
using Realtime.Testing.Schemas;

namespace Realtime.Providers.Tests.Bedrock;

/// <summary>A translator between a client and a Nova stream, with a session's side of it. All that the client gets is checked by the schemas.</summary>
internal sealed class NovaWire : IUpstreamHost
{
    private const int Step = 50;

    private readonly List<JsonObject> _client = [];
    private readonly List<JsonObject> _provider = [];
    private readonly List<IDisposable> _timers = [];
    private readonly IReadOnlyDictionary<string, string> _voices;
    private NovaTranslator? _translator;
    private IEventSink? _opening;
    private string _model = "amazon.nova-2-sonic-v1:0";

    public NovaWire(IReadOnlyDictionary<string, string>? voices = null) => _voices = voices ?? new Dictionary<string, string>();

    public FakeTimeProvider Clock { get; } = new();

    public TimeProvider Time => Clock;

    /// <summary>Gets or sets what the session answers to an event before it is through.</summary>
    public Func<JsonObject, string?> Answer { get; set; } = _ => null;

    public List<UpstreamRenewal> Renewals { get; } = [];

    public object? Carried { get; set; }

    /// <summary>Whether the opening of the stream still lasts, which does the translator's work until then.</summary>
    public bool IsOpening { get; set; }

    /// <summary>Opens a session on a new stream and begins it, as the first update of a client would.</summary>
    public static NovaWire Begun(string session = "{}", string model = "amazon.nova-2-sonic-v1:0")
    {
        var wire = new NovaWire();
        wire.Open(model);
        wire.Client($$"""{"type":"session.update","session":{{session}}}""");
        wire.TakeProvider();
        return wire;
    }

    public JsonObject[] Open(
        string? model = null, string? settings = null, IReadOnlyList<string>? history = null, bool isReplacement = false)
    {
        _timers.ForEach(timer => timer.Dispose());
        _model = model ?? _model;
        _translator = new NovaTranslator(_model, _voices, new CountingIds());
        var start = new UpstreamStart
        {
            SessionId = "sess_1",
            Settings = settings is null ? default : Encoding.UTF8.GetBytes(settings),
            History = [.. (history ?? []).Select(XaiWire.Message)],
            IsReplacement = isReplacement,
            Carried = Carried,
        };
        _opening = new Sink(this, forwardsToClient: true);
        _translator.Open(start, this, _opening);
        return TakeClient();
    }

    public JsonObject[] Client(string json)
    {
        _translator!.FromCanonical(XaiWire.Message(json), new Sink(this, forwardsToClient: false));
        return TakeClient();
    }

    public JsonObject[] Nova(params IEnumerable<string> events)
    {
        foreach (var json in events)
        {
            _translator!.ToCanonical(new EventMessage(RealtimeEventType.Unknown, Encoding.UTF8.GetBytes(json)), new Sink(this, forwardsToClient: true));
        }

        return TakeClient();
    }

    public JsonObject[] After(int milliseconds)
    {
        // In steps, since the clock of the test jumps to the end of an advance before it runs what came due on the way.
        for (var left = milliseconds; left > 0; left -= Step)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(Math.Min(left, Step)));
        }

        return TakeClient();
    }

    /// <summary>Takes what went up.</summary>
    public JsonObject[] TakeProvider()
    {
        JsonObject[] taken = [.. _provider];
        _provider.Clear();
        return taken;
    }

    /// <summary>Takes what went up beside audio, as names.</summary>
    public string[] TakeProviderNames() => [.. TakeProvider().Select(Name).Where(name => name != "audioInput")];

    public static string Name(JsonObject provider) => provider["event"]!.AsObject().Single().Key;

    public static JsonObject Fields(JsonObject provider) => provider["event"]!.AsObject().Single().Value!.AsObject();

    IDisposable IUpstreamHost.Schedule(TimeSpan delay, Action<IEventSink> work)
    {
        var timer = Clock.CreateTimer(_ => work(IsOpening ? _opening! : new Sink(this, forwardsToClient: true)), null, delay, Timeout.InfiniteTimeSpan);
        _timers.Add(timer);
        return timer;
    }

    void IUpstreamHost.RequestRenewal(UpstreamRenewal renewal) => Renewals.Add(renewal);

    void IUpstreamHost.Carry(object? state) => Carried = state;

    private JsonObject[] TakeClient()
    {
        JsonObject[] taken = [.. _client];
        _client.Clear();
        return taken;
    }

    private sealed class Sink(NovaWire wire, bool forwardsToClient) : IEventSink
    {
        public void Forward(in EventMessage message) => Add(message, forwardsToClient);

        public void Reply(in EventMessage message) => Add(message, !forwardsToClient);

        private void Add(in EventMessage message, bool toClient)
        {
            var json = Encoding.UTF8.GetString(message.Payload.Span);
            if (toClient)
            {
                message.Type.ShouldBe(EventScanner.ScanType(message.Payload.Span));
                RealtimeSchemas.ValidateServerEvent(json, Dialect.Ga).ShouldBeEmpty(json);
            }

            var parsed = JsonNode.Parse(json)!.AsObject();
            (toClient ? wire._client : wire._provider).Add(parsed);
            if (toClient && wire.Answer(parsed) is { } answer)
            {
                wire._translator!.FromCanonical(XaiWire.Message(answer), new Sink(wire, forwardsToClient: false));
            }
        }
    }
}

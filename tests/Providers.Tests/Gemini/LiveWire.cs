using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Gemini;
using Realtime.Providers.Gemini.Models;
using Realtime.Providers.Tests.XAI;
using Realtime.Testing.Schemas;

namespace Realtime.Providers.Tests.Gemini;

/// <summary>A translator between a client and a service that are played by the test. Every event to the client is held against the schemas.</summary>
internal sealed class LiveWire : IUpstreamHost, IEventSink
{
    public const string Transcribing = """{"audio":{"input":{"transcription":{"model":"whisper-1"}}}}""";

    private readonly FakeTimeProvider _time = new();
    private readonly LiveTranslator _translator;
    private bool _fromClient;

    public LiveWire(string model = "gemini-3.8-live", bool isVertex = false, IReadOnlyDictionary<string, string>? voices = null, bool isTrusted = false) =>
        _translator = new LiveTranslator(
            ModelTraits.For(model, "models/" + model, isVertex), model, voices ?? new Dictionary<string, string>(), new CountingIds(),
            new Trust(isTrusted));

    public List<JsonObject> ToClient { get; } = [];

    public List<JsonObject> ToService { get; } = [];

    public List<UpstreamRenewal> Renewals { get; } = [];

    public object? Carried { get; private set; }

    public TimeProvider Time => _time;

    public static LiveWire Started(string model = "gemini-3.8-live", string? settings = null, bool isVertex = false)
    {
        var wire = new LiveWire(model, isVertex).Open(settings);
        wire.Server("""{"setupComplete":{}}""");
        wire.ToClient.Clear();
        wire.ToService.Clear();
        return wire;
    }

    public LiveWire Open(string? settings = null, object? carried = null, params string[] history)
    {
        _fromClient = false;
        var start = new UpstreamStart
        {
            SessionId = "sess_1",
            Settings = settings is null ? default : Encoding.UTF8.GetBytes(settings),
            Carried = carried,
            IsReplacement = carried is not null || history.Length > 0,
            History = [.. history.Select(item => new EventMessage(
                RealtimeEventType.ConversationItemCreate,
                Encoding.UTF8.GetBytes($$$$$"""{"type":"conversation.item.create","item":{{{{{item}}}}}}""")))],
        };
        _translator.Open(start, this, this);
        return this;
    }

    public LiveWire Client(string json)
    {

        _fromClient = true;
        var bytes = Encoding.UTF8.GetBytes(json);
        _translator.FromCanonical(new EventMessage(EventScanner.ScanType(bytes), bytes), this);
        return this;
    }

    public LiveWire Server(string json)
    {
        _fromClient = false;
        _translator.ToCanonical(new EventMessage(RealtimeEventType.Unknown, Encoding.UTF8.GetBytes(json), IsBinary: true), this);
        return this;
    }

    public LiveWire Wait(int ms)
    {
        _time.Advance(TimeSpan.FromMilliseconds(ms));
        return this;
    }

    public string[] Types => [.. ToClient.Select(item => (string)item["type"]!)];

    public JsonObject Last(string type) => ToClient.Last(item => (string?)item["type"] == type);

    public IReadOnlyList<JsonObject> All(string type) => [.. ToClient.Where(item => (string?)item["type"] == type)];

    public JsonObject Setup => (JsonObject)ToService.Last(item => item.ContainsKey("setup"))["setup"]!;

    public static string Pcm(int ms, short level = 6_000, int rate = 24_000)
    {
        var bytes = new byte[rate * ms / 1000 * 2];
        for (var i = 0; i < bytes.Length / 2; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(i * 2), (short)(level * Math.Sin(i * 0.1)));
        }

        return Convert.ToBase64String(bytes);
    }

    public static string Append(int ms, short level = 6_000) =>
        $$$$$"""{"type":"input_audio_buffer.append","audio":"{{{{{Pcm(ms, level)}}}}}"}""";

    public static string Speech(int ms = 100) =>
        $$$$$"""{"serverContent":{"modelTurn":{"role":"model","parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"{{{{{Pcm(ms)}}}}}"}}]}}}""";

    void IEventSink.Forward(in EventMessage message) => Take(message, toClient: !_fromClient);

    void IEventSink.Reply(in EventMessage message) => Take(message, toClient: _fromClient);

    IDisposable IUpstreamHost.Schedule(TimeSpan delay, Action<IEventSink> work) => _time.CreateTimer(
        _ =>
        {
            _fromClient = false;
            work(this);
        },
        null, delay, Timeout.InfiniteTimeSpan);

    void IUpstreamHost.RequestRenewal(UpstreamRenewal renewal) => Renewals.Add(renewal);

    void IUpstreamHost.Carry(object? state) => Carried = state;

    private void Take(in EventMessage message, bool toClient)
    {
        var json = Encoding.UTF8.GetString(message.Payload.Span);
        if (toClient)
        {
            RealtimeSchemas.ValidateServerEvent(json, Dialect.Ga).ShouldBeEmpty(json.Length > 2_000 ? json[..2_000] : json);
            EventScanner.ScanType(message.Payload.Span).ShouldBe(message.Type);
        }

        (toClient ? ToClient : ToService).Add((JsonObject)JsonNode.Parse(json)!);
    }

    private sealed class Trust(bool isTrusted) : ISetupTrust
    {
        public bool IsTrusted => isTrusted;

        public void Taken()
        {
        }

        public void Refused()
        {
        }
    }
}

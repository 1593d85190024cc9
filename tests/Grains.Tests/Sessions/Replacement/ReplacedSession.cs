using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Metering;
using Realtime.Grains.Sessions;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Tests.Sessions.Replacement;

/// <summary>A session over made-up connections: what its client sees and what each provider is sent.</summary>
internal sealed class ReplacedSession : IAsyncDisposable
{
    public const string User = """{"id":"item_u","type":"message","role":"user","status":"completed","content":[{"type":"input_text","text":"Hello"}]}""";

    private RealtimeSession? _session;

    public ReplacedSession() => Source = new FakeSource(Time);

    public FakeTimeProvider Time { get; } = new();

    public FakeSource Source { get; }

    public FakeClient Client { get; } = new();

    public FakeUpstream First { get; private set; } = null!;

    public RealtimeSession Session => _session!;

    public ReplacementOptions Options { get; init; } = new();

    public Dialect ClientDialect { get; init; }

    public SessionMeter? Meter { get; init; }

    public InterruptedIds Ids { get; } = new(Setups.Ids);

    public async Task StartAsync(
        string? created = null, Deployment? deployment = null, IEdgeTranslator? translator = null, Dialect dialect = Dialect.Ga)
    {
        First = Source.Add(new SpokenProvider(), deployment, translator, dialect);
        var link = await Source.FirstAsync(created ?? SpokenProvider.Created());
        Source.Asked.Clear();
        Create(link);
        await Client.GetAsync(message => message.Contains("session.created", StringComparison.Ordinal));
    }

    public void Resume(ConversationSnapshot snapshot) => Create(null, snapshot);

    /// <summary>Lets the client send an event.</summary>
    public async Task SendAsync(string json)
    {
        Session.Enqueue(FrameKind.Text, Encoding.UTF8.GetBytes(json));
        await Session.FlushAsync(CancellationToken.None);
    }

    /// <summary>Waits until the client has been sent a message with all of these words.</summary>
    public Task<string> SeeAsync(params string[] words) =>
        Client.GetAsync(message => words.All(word => message.Contains(word, StringComparison.Ordinal)));

    /// <summary>Waits until the connection was sent a message with all of these words.</summary>
    public static async Task<string> GetAsync(FakeUpstream upstream, params string[] words)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (upstream.Sent.FirstOrDefault(message => words.All(word => message.Contains(word, StringComparison.Ordinal))) is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, deadline.Token);
        }
    }

    /// <summary>Lets the provider take a user's text and begin to answer it.</summary>
    public async Task AskAsync(string request = """{"type":"response.create","response":{"instructions":"be brief"}}""")
    {
        First.Say($$"""{"type":"conversation.item.added","previous_item_id":null,"item":{{User}}}""");
        First.Say($$"""{"type":"conversation.item.done","previous_item_id":null,"item":{{User}}}""");
        await SeeAsync("conversation.item.done", "item_u");
        await SendAsync(request);
        First.Say("""{"type":"response.created","response":{"id":"resp_1","status":"in_progress","conversation_id":"conv"}}""");
        First.Say("""{"type":"response.output_item.added","response_id":"resp_1","output_index":0,"item":{"id":"item_a","type":"message","role":"assistant","status":"in_progress","content":[]}}""");
        First.Say("""{"type":"conversation.item.added","previous_item_id":"item_u","item":{"id":"item_a","type":"message","role":"assistant","status":"in_progress","content":[]}}""");
        First.Say("""{"type":"response.content_part.added","response_id":"resp_1","item_id":"item_a","output_index":0,"content_index":0,"part":{"type":"text","text":""}}""");
        First.Say("""{"type":"response.output_text.delta","response_id":"resp_1","item_id":"item_a","output_index":0,"content_index":0,"delta":"Hi th"}""");
        await SeeAsync("Hi th");
    }

    /// <summary>Lets the provider end the answer that it began.</summary>
    public async Task AnswerAsync()
    {
        First.Say("""{"type":"response.done","response":{"id":"resp_1","status":"completed","output":[{"id":"item_a","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi there"}]}]}}""");
        await SeeAsync("response.done", "Hi there");
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, deadline.Token);
        }
    }

    /// <summary>Lets the clock run until something holds.</summary>
    public Task AdvanceUntilAsync(Func<bool> condition) => UntilAsync(() =>
    {
        Time.Advance(TimeSpan.FromMilliseconds(50));
        return condition();
    });

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            // Beside the test, so that one of locks that wait for each other fails and does not stand still.
            await Task.Run(() => _session.DisposeAsync().AsTask()).WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private void Create(UpstreamLink? link, ConversationSnapshot? snapshot = null)
    {
        _session = new RealtimeSession(
            Setups.Setup(Time, dialect: ClientDialect) with { EventIds = Ids, Meter = Meter }, link, Client, Setups.Telemetry(Time), NullLogger.Instance, Source, snapshot, Options);
        _session.Start();
    }
}

using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Bedrock.Client;
using Realtime.Providers.Bedrock.Failures;
using Realtime.Providers.Bedrock.Items;
using Realtime.Providers.Bedrock.Settings;
using Realtime.Providers.Bedrock.Upstream;
using Realtime.Providers.Bedrock.Turns;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock;

/// <summary>
/// The edge between a session and one stream of Nova Sonic. The tables of what maps to what stand in <c>docs/providers/bedrock.md</c>; each
/// folder here is one of them.
/// </summary>
/// <param name="modelId">The model's id.</param>
/// <param name="voices">The deployment's own map of voices.</param>
/// <param name="ids">Makes ids.</param>
internal sealed class NovaTranslator(string modelId, IReadOnlyDictionary<string, string> voices, IEventIdSource ids) : IUpstreamTranslator
{
    // The settings come with the first event of nearly every client, and a stream cannot change them.
    private static readonly TimeSpan BeginAfter = TimeSpan.FromSeconds(1);

    // A session that goes on repeats what was not answered right after it has opened a stream.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(300);

    // Longer than an opening mostly lasts after the translator has spoken, and no time for a turn.
    private static readonly TimeSpan LiveAfter = TimeSpan.FromMilliseconds(100);

    private readonly NovaOutput _output = new(ids);
    private Action? _goLive;
    private ClientEvents? _client;
    private NovaEvents? _provider;

    /// <inheritdoc/>
    public EventTypeSet WireTypes => EventTypeSet.All;

    /// <inheritdoc/>
    public EventTypeSet CanonicalTypes => EventTypeSet.All;

    /// <inheritdoc/>
    public void Open(UpstreamStart start, IUpstreamHost host, IEventSink sink)
    {
        var carry = start.Carried as NovaCarry ?? new NovaCarry();
        host.Carry(carry);
        var context = new NovaContext
        {
            Output = _output,
            Session = new NovaSession(start.SessionId, modelId, voices),
            Host = host,
            Carry = carry,
            Items = new ItemStore(carry),
            ConversationId = "conv_" + start.SessionId[(start.SessionId.IndexOf('_') + 1)..],
        };
        if (JsonTree.Parse(start.Settings) is { } settings)
        {
            context.Session.Merge(settings);
        }

        Restore(context, start);
        var stream = new NovaStream(context);
        var user = new UserTurn(context);
        var answer = new Answer(context, stream, user);
        var responses = new ResponseCommands(context, stream, answer);
        _provider = new NovaEvents(context, user, answer, new FailureHandler(context, stream, answer));
        _client = new ClientEvents(
            context, new SessionCommands(context, stream), new AudioCommands(context, stream, new SpeechWatch(context, user)), new ItemCommands(context, stream), responses);
        _output.With(sink, forwardsToClient: true, () =>
        {
            _output.ToClient(RealtimeEventType.SessionCreated, new JsonObject { ["session"] = context.Session.Body.DeepClone() });
            if (start.IsReplacement)
            {
                _goLive = () => GoLive(context, stream, responses);
                Begin(context, stream, responses, sink);
            }
            else
            {
                context.After(BeginAfter, () => stream.Begin());
            }
        });
    }

    /// <inheritdoc/>
    public void FromCanonical(in EventMessage message, IEventSink sink)
    {
        using (_output.Use(sink, forwardsToClient: false))
        {
            GoLive();
            _client?.Take(message);
        }
    }

    /// <inheritdoc/>
    public void ToCanonical(in EventMessage message, IEventSink sink)
    {
        using (_output.Use(sink, forwardsToClient: true))
        {
            GoLive();
            _provider?.Take(message.Payload);
        }
    }

    private void Begin(NovaContext context, NovaStream stream, ResponseCommands responses, IEventSink opening)
    {
        var pause = FailureHandler.Pause(context.Carry);
        if (pause == TimeSpan.Zero)
        {
            stream.Begin();
            WhenLive(LiveAfter, GoLive);
            return;
        }

        stream.IsHeldBack = true;
        WhenLive(pause, () =>
        {
            stream.IsHeldBack = false;
            stream.Begin();
            GoLive();
            stream.SayAgain();
            responses.AskAgain();
        });

        // What the opening is still at is not the session's yet: asked for now, it would be asked for twice.
        void WhenLive(TimeSpan delay, Action work) => context.Host.Schedule(delay, sink =>
        {
            if (ReferenceEquals(sink, opening))
            {
                WhenLive(LiveAfter, work);
            }
            else
            {
                _output.With(sink, forwardsToClient: true, work);
            }
        });
    }

    // A stream that is opened ahead may never be used; until the session comes to it, what the streams share belongs to the one before.
    private void GoLive()
    {
        var goLive = _goLive;
        _goLive = null;
        goLive?.Invoke();
    }

    private static void GoLive(NovaContext context, NovaStream stream, ResponseCommands responses)
    {
        // The session tells of a turn that is said again as of one that begins.
        context.Carry.SpeakingItem = null;
        context.Items.ForgetOthers();
        context.Carry.Repeated.Expect();
        responses.Restore();
        stream.SayAgain();
        context.After(AskAgainAfter, responses.AskAgain);
    }

    private static void Restore(NovaContext context, UpstreamStart start)
    {
        var speech = new List<string>();
        foreach (var created in start.History)
        {
            if (JsonTree.Parse(created.Payload)?.Child("item") is { } item && ItemCheck.Find(item) is null)
            {
                context.Items.Restore(NewItem.From(item, context.Output.NewId("item")));
                TakeSpeech(context, item, speech);
            }
        }

        // Turns that were committed and are yet to be said are no part of a history of text.
        foreach (var id in context.Carry.Manual.Items.Where(id => context.Items.Find(id) is null))
        {
            var item = NovaItem.OfSpeech(id, "");
            item.IsSent = false;
            context.Items.Restore(item);
        }
    }

    // Speech whose words nobody knows is said again with the next answer, unless the model has answered it. What the streams share knows of its
    // own turns.
    private static void TakeSpeech(NovaContext context, JsonObject item, List<string> speech)
    {
        var manual = context.Carry.Manual;
        if (item.Text("role") == "assistant" || item.Text("type") == "function_call")
        {
            speech.ForEach(id => manual.Take(id));
            speech.Clear();
        }
        else if (item.Id("id") is { } id && !manual.Holds(id) && !context.Carry.Untranscribed.Contains(id) && ItemAudio.Take(item) is { } audio)
        {
            var transcoder = new AudioTranscoder(context.Session.InputFormat, AudioFormat.Pcm16k);
            if (transcoder.TryTranscodeBase64(audio, out var pcm))
            {
                manual.Commit(id, pcm.ToArray(), AudioFormat.Pcm16k.Rate);
                speech.Add(id);
            }
        }
    }
}

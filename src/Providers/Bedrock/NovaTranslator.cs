using System.Text.Json.Nodes;
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

    private readonly NovaOutput _output = new(ids);
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
            ConversationId = "conv_" + start.SessionId[(start.SessionId.LastIndexOf('_') + 1)..],
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
            context, new SessionCommands(context, stream), new AudioCommands(context, stream), new ItemCommands(context, stream), responses);
        _output.With(sink, forwardsToClient: true, () =>
        {
            _output.ToClient(RealtimeEventType.SessionCreated, new JsonObject { ["session"] = context.Session.Body.DeepClone() });
            Begin(context, stream, responses, start.IsReplacement);
        });
    }

    /// <inheritdoc/>
    public void FromCanonical(in EventMessage message, IEventSink sink)
    {
        var copy = message;
        _output.With(sink, forwardsToClient: false, () => _client?.Take(copy));
    }

    /// <inheritdoc/>
    public void ToCanonical(in EventMessage message, IEventSink sink)
    {
        var copy = message;
        _output.With(sink, forwardsToClient: true, () => _provider?.Take(copy.Payload));
    }

    private static void Begin(NovaContext context, NovaStream stream, ResponseCommands responses, bool isReplacement)
    {
        responses.Restore();
        var pause = FailureHandler.Pause(context.Carry);
        if (!isReplacement)
        {
            context.After(BeginAfter, () => stream.Begin());
        }
        else if (pause == TimeSpan.Zero)
        {
            stream.Begin();
            context.After(AskAgainAfter, responses.AskAgain);
        }
        else
        {
            stream.IsHeldBack = true;
            context.After(pause, () =>
            {
                stream.IsHeldBack = false;
                stream.Begin();
                responses.AskAgain();
            });
        }
    }

    private static void Restore(NovaContext context, UpstreamStart start)
    {
        foreach (var created in start.History)
        {
            if (JsonTree.Parse(created.Payload)?.Child("item") is { } item && ItemCheck.Find(item) is null)
            {
                context.Items.Add(NewItem.From(item, context.Output.NewId("item")));
            }
        }

        // Turns that were committed and are yet to be said are no part of a history of text.
        foreach (var id in context.Carry.Manual.Items.Where(id => context.Items.Find(id) is null))
        {
            var item = NovaItem.OfSpeech(id, "");
            item.IsSent = false;
            context.Items.Add(item);
        }
    }
}

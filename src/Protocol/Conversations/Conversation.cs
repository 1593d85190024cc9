using System.Text;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>
/// Knows the state of a talk, and is the only place that does: settings, items, the running response, whose turn it is. It is derived from
/// the canonical (GA) events that pass between client and provider, and answers what the others ask of it.
/// </summary>
/// <remarks>
/// <para>It sees neither audio nor appends. An event that makes no sense, names what is not there, or is told twice changes nothing or as little as
/// it can; none makes it throw. Its memory is bounded by <see cref="ConversationOptions"/>.</para>
/// <para>It is safe to use from the pumps of both directions. When an upstream is replaced, the events of the new one belong here only from
/// the moment the replay is acknowledged: its <c>session.created</c> and its answers to the replay are not the client's.</para>
/// </remarks>
public sealed class Conversation
{
    private readonly Lock _lock = new();
    private readonly ConversationState _state;
    private readonly ClientEventHandler _client;
    private readonly ServerEventHandler _server;
    private volatile bool _hasInputAudio;
    private volatile int _version;

    /// <summary>Begins an empty conversation.</summary>
    /// <param name="options">How much is remembered; the defaults if not given.</param>
    public Conversation(ConversationOptions? options = null)
    {
        _state = new ConversationState(options ?? new ConversationOptions());
        _client = new ClientEventHandler(_state);
        _server = new ServerEventHandler(_state);
    }

    /// <summary>Gets the types of client events that <see cref="OnClientEvent"/> wants to see.</summary>
    public static EventTypeSet ClientInterest => ClientEventHandler.Types;

    /// <summary>Gets the types of server events that <see cref="OnServerEvent"/> wants to see.</summary>
    public static EventTypeSet ServerInterest => ServerEventHandler.Types;

    /// <summary>Gets a number that changes with every event that was taken in, so that one can see whether anything happened meanwhile.</summary>
    public int Version => _version;

    /// <summary>Gets the settings in force.</summary>
    public SessionSettings Settings => Ask(state => state.Settings);

    /// <summary>Gets the items in their order, without those that were deleted or are too old to be kept.</summary>
    public IReadOnlyList<ConversationItem> Items => Ask(state => state.History.Items.ToArray());

    /// <summary>Gets the running response in the conversation; <see langword="null"/> if there is none.</summary>
    public ConversationResponse? ActiveResponse => Ask(state => state.Responses.Current?.ToResponse());

    /// <summary>Gets a value indicating whether a response runs, or one that the client asked for is about to.</summary>
    public bool IsResponding =>
        Ask(state => state.Responses.All.Count > 0 || state.Requests.Any(request => request.Type == RealtimeEventType.ResponseCreate));

    /// <summary>Gets all running responses, those outside the conversation (<c>conversation: "none"</c>) included.</summary>
    public IReadOnlyList<ConversationResponse> RunningResponses =>
        Ask(state => state.Responses.All.Select(response => response.ToResponse()).ToArray());

    /// <summary>Gets what the client has asked and the provider has not answered, oldest first: what is to be sent again after a replay.</summary>
    public IReadOnlyList<PendingRequest> PendingRequests => Ask(state => state.Requests.All.ToArray());

    /// <summary>
    /// Gets the calls (and MCP approval requests) of the last response in the conversation that the client has not answered. They are given up
    /// when the next response begins, since a client need not answer.
    /// </summary>
    public IReadOnlyList<string> AwaitedCalls => Ask(state => state.AwaitedCalls.ToArray());

    /// <summary>Gets where the user is in a spoken turn.</summary>
    public SpeechState Speech => Ask(state => state.Speech);

    /// <summary>Gets a value indicating whether a response in the conversation is running.</summary>
    public bool HasActiveResponse => Ask(state => state.Responses.Current is not null);

    /// <summary>
    /// Gets a value indicating whether the provider will answer a spoken turn by itself and has not begun to: it ended the turn, and
    /// <c>create_response</c> is on.
    /// </summary>
    public bool IsResponseExpected => Ask(state => state.IsResponseExpected);

    /// <summary>
    /// Gets a value indicating whether <c>response.create</c> in the conversation would be taken now: none is running, asked for or expected, and
    /// the session is one that has responses.
    /// </summary>
    public bool CanCreateResponse => Ask(state => state.Settings.Kind == SessionKind.Realtime && !state.IsResponseDue);

    /// <summary>
    /// Gets a value indicating whether the provider owes the client something: the answer to a request, the end of a turn whose speech stopped,
    /// a response, or the rest of one.
    /// </summary>
    public bool IsWaitingForAnswer => Ask(state => state.Requests.All.Count > 0 || state.Speech == SpeechState.Stopped
        || state.IsResponseExpected || state.Responses.All.Count > 0);

    /// <summary>Gets a value indicating whether the voice is fixed, which it is from the first audio that the present upstream has put out.</summary>
    public bool IsVoiceLocked => Ask(state => state.IsVoiceLocked);

    /// <summary>
    /// Gets a value indicating whether audio of the client is not committed yet, as far as <see cref="NoteInputAudio"/> was called. With the
    /// provider's turn detection on it says little, since silence is audio too.
    /// </summary>
    public bool HasInputAudio => _hasInputAudio;

    /// <summary>
    /// Gets a value indicating whether the talk rests between two turns, so that the upstream can be replaced without anyone hearing it.
    /// </summary>
    /// <remarks>
    /// False while the user speaks or a turn is not committed; while any response runs (one outside the conversation too: it would be cut),
    /// is asked for, or is expected; while an item or a commit of the client is not acknowledged; while the client works on calls of the last
    /// response, because the user waits for what follows (a call that is never answered holds it up until the next response begins); and,
    /// where the client ends turns itself, while it has sent audio without committing it. Unanswered settings, truncations and
    /// deletions do not count: they can be sent again.
    /// </remarks>
    public bool IsTurnEnd => Ask(state => state.Speech == SpeechState.None
        && state.Responses.All.Count == 0
        && !state.IsResponseExpected
        && state.AwaitedCalls.Count == 0
        && !(_hasInputAudio && state.Settings.TurnDetection is null)
        && !state.Requests.Any(request => request.Type is RealtimeEventType.ResponseCreate
            or RealtimeEventType.ConversationItemCreate or RealtimeEventType.InputAudioBufferCommit));

    /// <summary>Goes on with a conversation from where its snapshot was taken.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">How much is remembered; the defaults if not given.</param>
    /// <returns>The conversation.</returns>
    public static Conversation FromSnapshot(ConversationSnapshot snapshot, ConversationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var conversation = new Conversation(options) { _hasInputAudio = snapshot.HasInputAudio };
        conversation._state.Restore(snapshot);
        return conversation;
    }

    /// <summary>Takes the state in a form that can be stored.</summary>
    /// <returns>The snapshot.</returns>
    public ConversationSnapshot ToSnapshot() => Ask(state => state.ToSnapshot(_hasInputAudio));

    /// <summary>Takes in an event that goes up to the provider. Others than those of <see cref="ClientInterest"/> are ignored.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="utf8">The event in canonical form. It is copied where it is kept.</param>
    public void OnClientEvent(RealtimeEventType type, ReadOnlySpan<byte> utf8)
    {
        if (!ClientInterest.Contains(type) || !JsonFields.TryParse(utf8, out var document))
        {
            return;
        }

        if (type is RealtimeEventType.InputAudioBufferCommit or RealtimeEventType.InputAudioBufferClear)
        {
            _hasInputAudio = false;
        }

        using (document)
        {
            lock (_lock)
            {
                _version++;
                _client.Apply(type, document.RootElement, utf8);
            }
        }
    }

    /// <summary>Takes in an event that comes down from the provider. Others than those of <see cref="ServerInterest"/> are ignored.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="utf8">The event in canonical form.</param>
    public void OnServerEvent(RealtimeEventType type, ReadOnlySpan<byte> utf8)
    {
        if (!ServerInterest.Contains(type) || !JsonFields.TryParse(utf8, out var document))
        {
            return;
        }

        using (document)
        {
            lock (_lock)
            {
                _version++;
                var isCommitOfClient = _state.Requests.Any(request => request.Type == RealtimeEventType.InputAudioBufferCommit);
                if (type == RealtimeEventType.InputAudioBufferCommitted && !isCommitOfClient)
                {
                    _hasInputAudio = false;
                }

                _server.Apply(type, document.RootElement);
            }
        }
    }

    /// <summary>Notes that the client sent audio. It costs one store, so that it may be called for every append.</summary>
    public void NoteInputAudio() => _hasInputAudio = true;

    /// <summary>
    /// Forgets what is true of the lost upstream only: speech in progress, the answer that it owed (see <see cref="IsResponseExpected"/>, to be
    /// read before), the fixed voice. To be called after <see cref="CloseCutResponse"/>. Settings, items and unanswered requests stay.
    /// </summary>
    public void OnUpstreamLost()
    {
        lock (_lock)
        {
            _state.Speech = SpeechState.None;
            _state.SpeechItemId = null;
            _state.IsResponseExpected = false;
            _state.IsVoiceLocked = false;
        }
    }

    /// <summary>
    /// Ends every running response and makes the events that tell the client so: the ends of whatever it saw begin, in the protocol's order. The
    /// text that it has received so far stays in the history.
    /// </summary>
    /// <param name="cut">Why they end.</param>
    /// <param name="ids">Makes the events' ids.</param>
    /// <returns>The server events to send to the client; none if nothing was running. They need not be given to this class again.</returns>
    public IReadOnlyList<EventMessage> CloseCutResponse(ResponseCut cut, IEventIdSource ids)
    {
        lock (_lock)
        {
            var writer = new CutResponseWriter(ids, _state.History);
            foreach (var response in _state.Responses.All.ToArray())
            {
                _state.Close(response);
                writer.Write(response, cut);
            }

            return writer.Events;
        }
    }

    /// <summary>
    /// Makes the client events that let a fresh upstream go on with this conversation: one <c>session.update</c> with the settings in force,
    /// then one <c>conversation.item.create</c> for each item.
    /// </summary>
    /// <remarks>
    /// Audio is replayed as its transcript, and an item without any is left out; so is what is in progress
    /// (<see cref="CloseCutResponse"/> comes first), a call that was cut, and what only the provider can make (an MCP call is replayed as
    /// a function call with its result). Ids stay as they are where every provider takes them (32 characters). Unanswered requests are
    /// not among the events: they follow the replay, from <see cref="PendingRequests"/>.
    /// </remarks>
    /// <param name="ids">Makes ids of the events, by which errors can be told from errors of the client's own events; none if not given.</param>
    /// <returns>The events, in the order to be sent.</returns>
    public IReadOnlyList<EventMessage> Replay(IEventIdSource? ids = null) => Ask(state =>
    {
        var events = new List<EventMessage>();
        if (ReplayWriter.Settings(state.Settings, state.ClientTools, ids) is { } settings)
        {
            events.Add(settings);
        }

        events.AddRange(ReplayWriter.Items(state.History.Items, ids));
        return events;
    });

    /// <summary>
    /// Ends what the lost upstream was about, as <see cref="CloseCutResponse"/> and <see cref="OnUpstreamLost"/> do, and tells what the next one
    /// must be asked for.
    /// </summary>
    /// <param name="cut">Why running responses end.</param>
    /// <param name="ids">Makes the events' ids.</param>
    /// <returns>What was cut.</returns>
    public ConversationCut Cut(ResponseCut cut, IEventIdSource ids)
    {
        lock (_lock)
        {
            var interrupted = _state.Speech != SpeechState.None;
            var current = _state.Responses.Current;
            var again = AskAgain.Request(_state);
            var result = new ConversationCut
            {
                Again = again,
                Pending = [.. _state.Requests.All],
                IsSpeaking = interrupted,
                SpeechItemId = interrupted ? _state.SpeechItemId : null,
                Partial = again is null || current is null
                    ? []
                    : [.. current.Outputs.Where(output => output.Item.Type == ItemTypes.Message).Select(output => output.Item.Id)],
                Closing = [.. LostTranscripts.Events(_state, cut, ids), .. CloseCutResponse(cut, ids)],
            };
            OnUpstreamLost();
            return result;
        }
    }

    /// <summary>Writes the settings in force as a client gives them.</summary>
    /// <returns>A GA session object in UTF-8 JSON; empty when none are known.</returns>
    public ReadOnlyMemory<byte> ReplaySettings() => Ask(state =>
        ReplayWriter.SettingsObject(state.Settings, state.ClientTools) is { } settings ? Encoding.UTF8.GetBytes(settings) : default);

    /// <summary>Makes a <c>conversation.item.create</c> for each item, as <see cref="Replay"/> does.</summary>
    /// <param name="ids">Makes ids of the events.</param>
    /// <param name="except">Ids of items that are left out.</param>
    /// <param name="audioOf">Gives the audio of a user's item whose words are not known, in base64; null where it is not kept.</param>
    /// <returns>The events, in the order to be sent.</returns>
    public IReadOnlyList<EventMessage> ReplayItems(
        IEventIdSource? ids, IReadOnlyCollection<string> except, Func<string, string?> audioOf) => Ask(state =>
        ReplayWriter.Items(state.History.Items.Where(item => !except.Contains(item.Id)), ids, audioOf).ToArray());

    private T Ask<T>(Func<ConversationState, T> question)
    {
        lock (_lock)
        {
            return question(_state);
        }
    }
}

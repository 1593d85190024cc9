using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Guards;
using Realtime.Guardrails;
using Realtime.Guardrails.Running;
using Realtime.Guardrails.Selection;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>What the parts of a session's guard share: asking engines, telling of violations, and events of their own.</summary>
internal sealed class GuardDesk(GuardrailSetup guard, SessionSetup setup)
{
    private const int MaxOwnIds = 512;

    private static readonly SessionEnd _ended = new(SessionEndCause.Policy, 1008, "The session ended because of a guardrail.");

    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private readonly Queue<string> _ownInOrder = new();
    private readonly Dictionary<string, int> _violations =
        new(guard.Kept?.Violations ?? [], StringComparer.Ordinal);
    private IStageContext? _context;

    /// <summary>Gets the session's guardrails.</summary>
    public GuardrailSet Guardrails => guard.Guardrails;

    /// <summary>
    /// Gets a value indicating whether the provider is told to answer no spoken turn by itself. It is not where all that may serve the session
    /// answer unasked: they may tell what they heard only with the answer, which is held instead.
    /// </summary>
    public bool QuietsProvider { get; } = guard.Guardrails.Has(GuardrailMode.RealtimeInputTranscription) && !guard.AnswersUnasked;

    /// <summary>Gets a value indicating whether spoken turns are answered only after their verdict: the present provider waits to be asked.</summary>
    public bool HoldsRequests => QuietsProvider && !UnaskedAnswers.AreAlwaysGivenBy(Provider());

    /// <summary>Gets or sets what tells the present provider; null while there is none.</summary>
    public Func<string?> Provider { get; set; } = () => null;

    /// <summary>Gets where events go.</summary>
    public IStageContext Context => _context!;

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time => setup.Time;

    /// <summary>Gets a value indicating whether the session is ending because of a violation: nothing goes on any more.</summary>
    public bool IsEnding { get; private set; }

    /// <summary>Gets how many violations were told of.</summary>
    public int Told { get; private set; }

    /// <summary>Takes what a session that goes on elsewhere needs to know.</summary>
    /// <returns>The state.</returns>
    public GuardState Keep() => new() { Violations = new Dictionary<string, int>(_violations, StringComparer.Ordinal) };

    /// <summary>Takes the place in the pipeline, which is the same at every call.</summary>
    /// <param name="context">The place.</param>
    public void Enter(IStageContext context) => _context ??= context;

    /// <summary>Makes the id of an event of the guard's own, whose errors the client does not get to see.</summary>
    /// <returns>The id.</returns>
    public string NewEventId()
    {
        var id = setup.EventIds.Next();
        _own.Add(id);
        _ownInOrder.Enqueue(id);
        if (_ownInOrder.Count > MaxOwnIds)
        {
            _own.Remove(_ownInOrder.Dequeue());
        }

        return id;
    }

    /// <summary>Makes an id that nothing else has, for events and items that the client sees.</summary>
    /// <returns>The id.</returns>
    public string NewId() => setup.EventIds.Next();

    /// <summary>Says whether an event id is one of the guard's own.</summary>
    /// <param name="id">The id.</param>
    /// <returns>Whether.</returns>
    public bool IsOwn(string? id) => id is not null && _own.Contains(id);

    /// <summary>Asks the guardrails of a mode.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="input">What the text is.</param>
    /// <param name="text">The text.</param>
    /// <param name="then">What follows, in the pipeline.</param>
    public void Decide(GuardrailMode mode, GuardrailInput input, string text, Action<GuardrailDecision> then)
    {
        var request = new GuardrailRequest { Text = text, Mode = mode, Input = input, Caller = Guardrails.Caller };
        Context.Run(cancel => guard.Runner.DecideAsync(Guardrails.In(mode), request, guard.Span, cancel), decision =>
        {
            if (!IsEnding)
            {
                then(decision);
            }
        });
    }

    /// <summary>Runs something in the pipeline after a while.</summary>
    /// <param name="delay">How long.</param>
    /// <param name="then">What.</param>
    public void After(TimeSpan delay, Action then) => Context.Run(
        async cancel =>
        {
            await Task.Delay(delay, setup.Time, cancel).ConfigureAwait(false);
            return true;
        },
        _ => then());

    /// <summary>Has what was just sent leave at once, where nothing else would see to it.</summary>
    public void Flush() => Context.Run(_ => Task.FromResult(true), _ => { });

    /// <summary>Tells the client of a violation, and ends the session where the guardrail is configured so.</summary>
    /// <param name="decision">The decision that blocks.</param>
    /// <param name="clientEventId">The client's event that it answers; null: none.</param>
    public void Violate(GuardrailDecision decision, string? clientEventId)
    {
        Context.ToClient(SessionErrors.Event(
            setup.EventIds, "guardrail_violation", "content_policy_violation", decision.Message, clientEventId: IsOwn(clientEventId) ? null : clientEventId));
        Told++;
        var guardrail = decision.Guardrail!;
        var count = _violations[guardrail.Name] = _violations.GetValueOrDefault(guardrail.Name) + 1;
        if (guardrail.Entry.EndSessionOnViolation || count >= guardrail.Entry.EndSessionAfterFails)
        {
            IsEnding = true;
            Context.End(_ended, null);
        }
    }

    /// <summary>Answers a client's event that cannot be judged.</summary>
    /// <param name="code">The error's code.</param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="clientEventId">The client's event; null: it has no id.</param>
    public void Refuse(string code, string message, string? clientEventId) =>
        Context.ToClient(SessionErrors.Event(setup.EventIds, "invalid_request_error", code, message, clientEventId: clientEventId));

    /// <summary>Records how long the beginning of a response was held.</summary>
    /// <param name="since">The timestamp of its first text or audio.</param>
    public void Held(long since) => guard.Metrics.Held(setup.Time.GetElapsedTime(since));

    /// <summary>Sends an event of the guard's own to the provider.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="fields">Its fields, without type and id.</param>
    /// <param name="id">Its id, where it must be known before an answer can come; null: a new one.</param>
    public void SendUp(RealtimeEventType type, JsonObject fields, string? id = null)
    {
        var json = new JsonObject { ["type"] = type.ToName(), ["event_id"] = id ?? NewEventId() };
        foreach (var (name, value) in fields.ToArray())
        {
            fields.Remove(name);
            json[name] = value;
        }

        Context.ToUpstream(GuardJson.Event(type, json));
    }
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Guardrails;
using Realtime.Guardrails.Running;
using Realtime.Guardrails.Selection;

namespace Realtime.Grains.Sessions.Guards;

/// <summary>Gives a session its guardrails, and asks those that have a say about its beginning.</summary>
internal sealed class SessionGuards(GuardrailCatalogs catalogs, GuardrailRunner runner, GuardrailMetrics metrics, Random random)
{
    /// <summary>Chooses a session's guardrails.</summary>
    /// <param name="config">The configuration that it begins with.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="request">What the client asked for.</param>
    /// <param name="group">Its model.</param>
    /// <param name="span">Its span.</param>
    /// <returns>The guardrails, or why the session is refused.</returns>
    public (GuardrailSetup? Guardrails, SessionRefusal? Refusal) Select(
        RealtimeConfig config, string sessionId, SessionOpenRequest request, ModelGroup group, ActivityContext span)
    {
        // A fallback may serve it at any time, so that its guardrails hold from the beginning; their names were checked with the configuration.
        var deployments = SessionReach.Of(config, group, request);
        HashSet<string> ofModel = [.. deployments.SelectMany(deployment => deployment.Guardrails)];
        var principal = request.Principal;
        var wish = new GuardrailWish
        {
            Caller = Caller(sessionId, request),
            Requested = request.RequestedGuardrails,
            Assigned = principal?.Guardrails ?? [],
            OfModel = [.. ofModel],
            Policies = principal?.Policies ?? [],
            WithoutGlobal = principal?.DisableGlobalGuardrails ?? false,
        };
        var (guardrails, unknown, unknownPolicy) = GuardrailSelector.Select(catalogs.For(config), wish, random);
        if (unknown is not null)
        {
            return (null, Unknown("guardrails", $"The guardrail '{unknown}' does not exist. Name one of the configuration's guardrails."));
        }

        if (unknownPolicy is not null)
        {
            return (null, Unknown("policies", $"The policy '{unknownPolicy}' of this key does not exist. Name one of the configuration's policies."));
        }

        return (
            new GuardrailSetup
            {
                Guardrails = guardrails,
                Runner = runner,
                Metrics = metrics,
                OfModel = ofModel,
                AnswersUnasked = deployments.All(deployment => UnaskedAnswers.AreGivenBy(deployment.Provider)),
                MayAnswerUnasked = deployments.Any(deployment => UnaskedAnswers.AreGivenBy(deployment.Provider)),
                Span = span,
            },
            null);
    }

    /// <summary>Chooses the guardrails of a session that comes from another silo, by the configuration as it is now.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="request">What its client asked for.</param>
    /// <param name="group">Its model.</param>
    /// <param name="kept">What its guard knew there; null for nothing.</param>
    /// <returns>The guardrails; null where one that the session was promised is gone: it cannot go on without.</returns>
    public GuardrailSetup? SelectAgain(RealtimeConfig config, string sessionId, SessionOpenRequest request, ModelGroup group, GuardState? kept) =>
        Select(config, sessionId, request, group, default).Guardrails is { } guard ? guard with { Kept = kept } : null;

    /// <summary>Asks the <c>pre_call</c> guardrails about a session that is about to begin, and about the instructions that it is bound to.</summary>
    /// <param name="guard">Its guardrails.</param>
    /// <param name="request">What the client asked for.</param>
    /// <returns>The request, with what is masked in it; or why the session is refused.</returns>
    public async Task<(SessionOpenRequest Request, SessionRefusal? Refusal)> CheckBeginningAsync(GuardrailSetup guard, SessionOpenRequest request)
    {
        var guardrails = guard.Guardrails.In(GuardrailMode.PreCall);
        if (guardrails.Count == 0)
        {
            return (request, null);
        }

        var question = new GuardrailRequest
        {
            Text = "", Mode = GuardrailMode.PreCall, Input = GuardrailInput.Connection, Caller = guard.Guardrails.Caller,
        };
        var decision = await runner.DecideAsync(guardrails, question, guard.Span, CancellationToken.None);
        if (decision.IsBlocked)
        {
            return (request, Blocked(decision));
        }

        return await CheckSettingsAsync(guard, guardrails, question, request);
    }

    // A client secret brings settings that no event of the client's carries.
    private async Task<(SessionOpenRequest Request, SessionRefusal? Refusal)> CheckSettingsAsync(
        GuardrailSetup guard, IReadOnlyList<Guardrail> guardrails, GuardrailRequest question, SessionOpenRequest request)
    {
        var settings = Settings(request.BoundSettings);
        var isMasked = false;
        foreach (var text in ClientTexts.OfSession(settings))
        {
            var decision = await runner.DecideAsync(
                guardrails, question with { Text = text.Value, Input = text.Input }, guard.Span, CancellationToken.None);
            if (decision.IsBlocked)
            {
                return (request, Blocked(decision));
            }

            if (decision.Action == GuardrailAction.Mask)
            {
                text.Replace(decision.Text);
                isMasked = true;
            }
        }

        return (isMasked ? request with { BoundSettings = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(settings!) } : request, null);
    }

    private static JsonObject? Settings(byte[]? json) =>
        json is null ? null : GuardJson.Parse(new Protocol.Events.EventMessage(Protocol.Events.RealtimeEventType.Unknown, json));

    private static SessionRefusal Unknown(string param, string message) => new(400, "invalid_request_error", "unknown_guardrail", message, param);

    private static SessionRefusal Blocked(GuardrailDecision decision) => new(
        400, SessionRefusal.GuardrailType, "guardrail_blocked", $"Guardrail blocked this request: {decision.Reason}");

    private static GuardrailCaller Caller(string sessionId, SessionOpenRequest request)
    {
        var principal = request.Principal;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        AddTo(metadata, principal?.TeamMetadata);
        AddTo(metadata, principal?.KeyMetadata);
        return new GuardrailCaller
        {
            SessionId = sessionId,
            Model = request.Model,
            KeyHash = principal?.KeyHash is { Length: > 0 } hash ? hash : request.KeyHash is { Length: > 0 } known ? known : null,
            KeyAlias = principal?.KeyAlias,
            TeamId = principal?.TeamId,
            TeamAlias = principal?.TeamAlias,
            UserId = principal?.UserId,
            EndUserId = principal?.CustomerId,
            Tags = [.. request.Tags.Concat(principal?.Tags ?? []).Distinct(StringComparer.Ordinal)],
            Metadata = metadata,
        };
    }

    // The key's own value wins over its team's.
    private static void AddTo(Dictionary<string, string> metadata, string? json)
    {
        if (json is null)
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var member in document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.EnumerateObject() : default)
            {
                metadata[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
            }
        }
        catch (JsonException)
        {
            // What is no JSON is nothing that an engine could be told.
            metadata.Remove("");
        }
    }
}

using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Gemini.Input;
using Realtime.Providers.Gemini.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Client;

/// <summary>The session's settings on their way to the service.</summary>
/// <param name="state">What the translator's parts share.</param>
/// <param name="input">The client's audio.</param>
/// <param name="voices">The deployment's <c>voice_map</c>.</param>
internal sealed class SessionEvents(LiveState state, InputAudio input, IReadOnlyDictionary<string, string> voices)
{
    private JsonObject? _setup;

    /// <summary>Takes the settings that the connection begins with.</summary>
    /// <param name="session">The GA session object.</param>
    public void Begin(JsonObject session)
    {
        state.Settings = new LiveSettings(session);
        input.Configure();
    }

    /// <summary>Sends <c>setup</c>.</summary>
    /// <param name="handle">The handle to resume by; null for a fresh talk.</param>
    /// <param name="isSeeded">Whether history follows.</param>
    public void SendSetup(string? handle, bool isSeeded)
    {
        _setup = Write();
        var setup = (JsonObject)_setup.DeepClone();
        if (handle is not null)
        {
            setup["sessionResumption"] = new JsonObject { ["handle"] = handle };
        }

        if (isSeeded && !state.Traits.TakesContent)
        {
            setup["historyConfig"] = new JsonObject { ["initialHistoryInClientContent"] = true };
        }

        state.Output.Send("setup", setup);
    }

    /// <summary>Tells the client the session.</summary>
    /// <param name="type"><c>session.created</c> or <c>session.updated</c>.</param>
    public void Tell(RealtimeEventType type) => state.Output.Event(type, ("session", state.Settings.Session));

    /// <summary>Takes the client's changes.</summary>
    /// <param name="update">The <c>session.update</c>.</param>
    /// <returns>Whether they are in force for the client; where not, it was told why.</returns>
    public bool TryApply(JsonObject update)
    {
        var eventId = update.Text("event_id");
        if (update.Child("session") is not { } patch)
        {
            state.Output.Error(new Refusal("missing_required_parameter", "Missing required parameter: 'session'.", "session"), eventId);
            return false;
        }

        var fixedVoice = state.Memory.HasSpoken ? state.Settings.Voice : null;
        if (SettingsCheck.Session(patch, state.Traits, fixedVoice) is { } refusal)
        {
            state.Output.Error(refusal, eventId);
            return false;
        }

        var mode = state.Settings.Mode;
        state.Settings = new LiveSettings(SettingsMerge.Apply(state.Settings.Session, patch));
        input.Configure();
        if (state.Settings.Mode != mode)
        {
            input.Reset();
        }

        return true;
    }

    /// <summary>Takes the client's changes on a connection that is set up: what the service must know goes to it by the lightest way there is.</summary>
    /// <param name="update">The <c>session.update</c>.</param>
    public void Update(JsonObject update)
    {
        if (!TryApply(update))
        {
            return;
        }

        Tell(RealtimeEventType.SessionUpdated);
        var wanted = Write();
        if (JsonNode.DeepEquals(wanted, _setup))
        {
            return;
        }

        if (state.Traits.TakesContextUpdate && !state.Traits.IsVertex && ContextUpdate(wanted) is { } context)
        {
            _setup = wanted;
            state.Output.Send("contextUpdate", context);
            return;
        }

        state.Host.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Settings));
    }

    // Once it is on, transcription stays on upstream: whether the client sees it is the gateway's own affair.
    private JsonObject Write() =>
        SetupWriter.Write(state.Settings, state.Traits, voices, _setup?.ContainsKey("inputAudioTranscription") == true);

    // Null where more than instructions and tools is to be changed, or something is to be taken away, which the message cannot say.
    private JsonObject? ContextUpdate(JsonObject wanted)
    {
        var context = new JsonObject();
        foreach (var name in wanted.Select(member => member.Key).Union(_setup!.Select(member => member.Key), StringComparer.Ordinal))
        {
            if (JsonNode.DeepEquals(wanted[name], _setup![name]))
            {
                continue;
            }

            switch (name)
            {
                case "systemInstruction" when wanted[name] is { } instruction:
                    context[name] = instruction.DeepClone();
                    break;
                case "tools":
                    context[name] = new JsonObject { ["tools"] = wanted[name]?.DeepClone() ?? new JsonArray() };
                    break;
                default:
                    return null;
            }
        }

        return context;
    }
}

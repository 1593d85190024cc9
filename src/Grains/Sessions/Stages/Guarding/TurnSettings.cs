using System.Text.Json.Nodes;
using Realtime.Protocol.Conversations;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>
/// The settings that spoken turns are guarded by: transcription is on and, where verdicts come before answers, the provider answers nothing by
/// itself. The client sees its own settings, as if they were in force.
/// </summary>
internal sealed class TurnSettings(string transcriptionModel, bool gates)
{
    private bool _createsResponses = true;
    private bool _transcribes;
    private string? _detection;

    /// <summary>Gets a value indicating whether the client wants an answer to every spoken turn.</summary>
    public bool CreatesResponses => _createsResponses;

    /// <summary>Gets a value indicating whether the client wants transcripts.</summary>
    public bool Transcribes => _transcribes;

    /// <summary>Reads the client's own settings from what it is shown.</summary>
    /// <param name="session">The session object.</param>
    /// <param name="state">What else is known.</param>
    /// <returns>The state with them.</returns>
    public static GuardState Read(JsonObject? session, GuardState state)
    {
        var input = session.Object("audio").Object("input");
        if (input?.ContainsKey("turn_detection") == true)
        {
            var detection = input.Object("turn_detection");
            state = state with { CreatesResponses = detection.Flag("create_response") ?? true, Detection = detection.Text("type") };
        }

        return input?.ContainsKey("transcription") == true ? state with { Transcribes = input.Object("transcription") is not null } : state;
    }

    /// <summary>Gives a session that comes from elsewhere its client's own settings, whatever it was guarded by there.</summary>
    /// <param name="snapshot">The conversation.</param>
    /// <param name="kept">What its guard knew; null where it had none.</param>
    /// <returns>The conversation, and what a guard must know here.</returns>
    public static (ConversationSnapshot Conversation, GuardState Kept) Own(ConversationSnapshot snapshot, GuardState? kept)
    {
        kept ??= new GuardState();
        if (snapshot.SessionJson is not { } text || JsonNode.Parse(text) is not JsonObject session)
        {
            return (snapshot, kept);
        }

        if (!kept.GuardsTurns)
        {
            return (snapshot, Read(session, kept));
        }

        var settings = new TurnSettings("", gates: true);
        settings.Restore(kept);
        settings.Show(session);
        return (snapshot with { SessionJson = GuardJson.Write(session) }, kept);
    }

    /// <summary>Goes on with the settings of a session that comes from elsewhere.</summary>
    /// <param name="state">The state that was kept.</param>
    public void Restore(GuardState state) => (_createsResponses, _transcribes, _detection) = (state.CreatesResponses, state.Transcribes, state.Detection);

    /// <summary>Adds the settings to what is kept.</summary>
    /// <param name="state">What else is kept.</param>
    /// <returns>The state with them.</returns>
    public GuardState Keep(GuardState state) =>
        state with { CreatesResponses = _createsResponses, Transcribes = _transcribes, Detection = _detection, GuardsTurns = true };

    /// <summary>Takes the settings that a session begins with.</summary>
    /// <param name="session">The session object.</param>
    /// <returns>The update that the provider needs; null: none.</returns>
    public JsonObject? Begin(JsonObject? session)
    {
        var input = session.Object("audio").Object("input");
        var detection = input.Object("turn_detection");
        Restore(Read(session, new GuardState()));
        var change = new JsonObject();
        if (gates && detection is not null && _createsResponses)
        {
            var quiet = (JsonObject)detection.DeepClone();
            quiet["create_response"] = false;
            change["turn_detection"] = quiet;
        }

        if (!_transcribes)
        {
            change["transcription"] = new JsonObject { ["model"] = transcriptionModel };
        }

        return change.Count == 0 ? null : new JsonObject
        {
            ["type"] = session.Text("type") ?? "realtime",
            ["audio"] = new JsonObject { ["input"] = change },
        };
    }

    /// <summary>Takes a client's change, and makes it one under which turns stay guarded.</summary>
    /// <param name="update">The client's event.</param>
    /// <returns>Whether it was changed.</returns>
    public bool Rewrite(JsonObject update)
    {
        var input = update.Object("session").Object("audio").Object("input");
        var changed = false;
        if (input.Object("turn_detection") is { } detection)
        {
            var type = detection.Text("type") ?? _detection;
            _createsResponses = detection.Flag("create_response") ?? (type != _detection || _createsResponses);
            _detection = type;
            if (gates)
            {
                detection["create_response"] = false;
                changed = true;
            }
        }
        else if (input?.ContainsKey("turn_detection") == true)
        {
            // Without detection the client asks for every answer; with the next one the default holds again.
            (_detection, _createsResponses) = (null, true);
        }

        if (input?.ContainsKey("transcription") == true)
        {
            _transcribes = input.Object("transcription") is not null;
            if (!_transcribes)
            {
                input["transcription"] = new JsonObject { ["model"] = transcriptionModel };
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>Makes settings that may be the client's own ones under which turns are guarded.</summary>
    /// <param name="session">The session object.</param>
    public void Guard(JsonObject session)
    {
        if (session.Object("audio").Object("input") is not { } input)
        {
            return;
        }

        if (gates && input.Object("turn_detection") is { } detection)
        {
            detection["create_response"] = false;
        }

        if (input.Object("transcription") is null)
        {
            input["transcription"] = new JsonObject { ["model"] = transcriptionModel };
        }
    }

    /// <summary>Shows the client its own settings.</summary>
    /// <param name="session">The session object of a <c>session.created</c> or <c>session.updated</c>.</param>
    public void Show(JsonObject? session)
    {
        var input = session.Object("audio").Object("input");
        if (gates && input.Object("turn_detection") is { } detection)
        {
            detection["create_response"] = _createsResponses;
        }

        if (!_transcribes && input?.ContainsKey("transcription") == true)
        {
            input["transcription"] = null;
        }
    }
}

using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>
/// Gives a fresh connection, whose translator does not do so by itself, the settings and the history, and takes the answers: nothing of it is the
/// client's.
/// </summary>
/// <remarks>
/// Everything is sent at once. Settings that the provider refuses are sent again without the field at fault; an item that it refuses is sent again
/// without its id, and given up after that. A provider that acknowledges nothing is taken to have agreed after a while.
/// </remarks>
/// <param name="start">What the connection begins with.</param>
/// <param name="talk">The connection.</param>
internal sealed class ReplayTalk(UpstreamStart start, IReplayConnection talk)
{
    private const string SettingsId = "replay_settings";
    private const int MaxSettings = 8;

    // Without these a session would not be the same for its client.
    private static readonly string[] Essential = ["session.type", "session.audio.input.format", "session.audio.output.format"];

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly List<ReplayItem> _open = [];
    private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unfinished = new(StringComparer.Ordinal);
    private JsonObject? _settings;
    private string? _last;
    private int _settingsSent;
    private int _refused;

    /// <summary>Gets what the upstream has taken.</summary>
    public ReplayResult Result => new()
    {
        ItemIds = _taken,
        Unfinished = _unfinished,
        Refused = _refused,
        AwaitsSettings = _settings is not null,
        OpenEvents = [SettingsId, .. _open.Select(item => item.EventId).OfType<string>()],
    };

    /// <summary>Replays.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Why the provider cannot go on with the session; null when it can.</returns>
    public async Task<UpstreamRefusal?> RunAsync(CancellationToken cancellationToken)
    {
        if (!start.Settings.IsEmpty)
        {
            _settings = JsonNode.Parse(start.Settings.Span) as JsonObject;
            SendSettings();
        }

        foreach (var created in start.History)
        {
            if (ReplayItem.Read(created) is { } item)
            {
                _open.Add(item);
                talk.Send(item.Message);
            }
        }

        while (_settings is not null || _open.Count > 0)
        {
            var answer = await talk.NextAsync(Quiet, cancellationToken).ConfigureAwait(false);
            if (answer.End is not null)
            {
                return new UpstreamRefusal(UpstreamRefusalKind.Refused, "The provider ended the connection while the conversation was given to it.");
            }

            if (answer.IsQuiet)
            {
                // It has had its time, and acknowledges nothing.
                _open.ForEach(item => Took(item, item.Id));
                break;
            }

            if (Take(answer.Event) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private UpstreamRefusal? Take(in EventMessage message)
    {
        switch (message.Type)
        {
            case RealtimeEventType.SessionUpdated:
                _settings = null;
                break;

            case RealtimeEventType.Error:
                return OnError(message);

            case RealtimeEventType.ConversationItemAdded or RealtimeEventType.ConversationItemCreated or RealtimeEventType.ConversationItemDone
                when ReplayItem.IdOf(message) is { } id:
                OnItem(id, message.Type == RealtimeEventType.ConversationItemDone);
                break;
        }

        return null;
    }

    private void OnItem(string id, bool isDone)
    {
        if (_open.Find(item => item.Id == id) is { } item || (!_taken.ContainsValue(id) && (item = _open.Find(open => open.Id.Length == 0)) is not null))
        {
            _open.Remove(item);
            Took(item, id);
        }

        if (isDone)
        {
            _unfinished.Remove(id);
        }
    }

    private void Took(ReplayItem item, string id)
    {
        if (id.Length > 0)
        {
            _unfinished.Add(id);
            _last = id;
            if (item.ClientId.Length > 0)
            {
                _taken[item.ClientId] = id;
            }
        }
    }

    private UpstreamRefusal? OnError(in EventMessage message)
    {
        var error = ReplayError.Read(message.Payload.Span);
        var item = _open.Find(open => error.EventId is not null && open.EventId == error.EventId);
        if (_settings is not null && (error.EventId == SettingsId || (item is null && (_open.Count == 0 || error.Param?.StartsWith("session", StringComparison.Ordinal) == true))))
        {
            return OnSettingsRefused(error);
        }

        item ??= error.EventId is null && _open.Count > 0 ? _open[0] : null;
        if (item is not null)
        {
            _open.Remove(item);
            if (item.WithoutId(_last) is { } again)
            {
                _open.Add(again);
                talk.Send(again.Message);
            }
            else
            {
                _refused++;
            }
        }

        return null;
    }

    private UpstreamRefusal? OnSettingsRefused(in ReplayError error)
    {
        if (_settingsSent >= MaxSettings || error.Param is not { } param || Essential.Any(field => param.StartsWith(field, StringComparison.Ordinal))
            || !Remove(param))
        {
            return new UpstreamRefusal(
                UpstreamRefusalKind.Refused,
                "The provider refused the session's settings: " + Redaction.Redact(error.Message ?? ""),
                Code: Redaction.SafeCode(error.Code));
        }

        SendSettings();
        return null;
    }

    private bool Remove(string param)
    {
        JsonNode? node = _settings;
        var names = param.Split('.', '[')[1..];
        for (var index = 0; index < names.Length && node is JsonObject parent; index++)
        {
            if (parent[names[index]] is not JsonObject || index == names.Length - 1)
            {
                return parent.Remove(names[index]);
            }

            node = parent[names[index]];
        }

        return false;
    }

    private void SendSettings()
    {
        if (_settings is null)
        {
            return;
        }

        _settingsSent++;
        var update = new JsonObject
        {
            ["type"] = "session.update",
            ["event_id"] = SettingsId,
            ["session"] = _settings.DeepClone(),
        };
        talk.Send(new EventMessage(RealtimeEventType.SessionUpdate, System.Text.Encoding.UTF8.GetBytes(update.ToJsonString())));
    }
}

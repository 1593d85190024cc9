using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Session;

/// <summary>
/// What the client set in its <c>session.update</c> events, in the GA form. xAI answers each with a <c>session.updated</c>, in order, or
/// with an <c>error</c>; settings count as taken with the former only.
/// </summary>
internal sealed class ClientSettings
{
    private const int MostPending = 32;

    // Objects that are one value: a new one replaces the former one whole.
    private static readonly FrozenSet<string> Whole =
        FrozenSet.ToFrozenSet(["format", "prompt", "replace", "tool_choice", "tracing", "truncation"]);

    private readonly List<(JsonObject Settings, string? EventId)> _pending = [];

    /// <summary>Gets the settings that xAI took.</summary>
    public JsonObject Taken { get; private set; } = [];

    /// <summary>Notes what the client asks for.</summary>
    /// <param name="session">The <c>session</c> of its event.</param>
    /// <param name="eventId">The event's id.</param>
    public void Ask(JsonObject session, string? eventId)
    {
        if (_pending.Count == MostPending)
        {
            Settle();
        }

        var settings = (JsonObject)session.DeepClone();
        settings.Remove("model");
        MoveIn(settings, "voice", "output");
        MoveIn(settings, "turn_detection", "input");
        _pending.Add((settings, eventId));
    }

    /// <summary>Makes the oldest settings that wait count.</summary>
    public void Settle()
    {
        if (_pending.Count > 0)
        {
            Lay(Taken, _pending[0].Settings);
            _pending.RemoveAt(0);
        }
    }

    /// <summary>Forgets settings that xAI refused.</summary>
    /// <param name="eventId">The id of the event that failed, or <see langword="null"/> if xAI did not tell.</param>
    /// <param name="param">The field at fault, or <see langword="null"/>.</param>
    /// <returns>Whether there were such settings.</returns>
    public bool Refused(string? eventId, string? param)
    {
        var index = eventId is not null
            ? _pending.FindIndex(update => update.EventId == eventId)
            : param?.StartsWith("session", StringComparison.Ordinal) == true && _pending.Count > 0 ? 0 : -1;
        if (index >= 0)
        {
            _pending.RemoveAt(index);
        }

        return index >= 0;
    }

    /// <summary>Reads the settings as they will be when xAI has taken all that were asked for.</summary>
    /// <returns>A copy.</returns>
    public JsonObject Latest()
    {
        var latest = (JsonObject)Taken.DeepClone();
        foreach (var (settings, _) in _pending)
        {
            Lay(latest, settings);
        }

        return latest;
    }

    /// <summary>
    /// Lays settings over others as a <c>session.update</c> does: objects merge, everything else, null included, replaces. A turn
    /// detection of another type replaces the former one.
    /// </summary>
    /// <param name="target">What is changed.</param>
    /// <param name="settings">What is laid over it.</param>
    public static void Lay(JsonObject target, JsonObject settings)
    {
        var wanted = settings.Child("audio")?.Child("input")?.Child("turn_detection")?.Text("type");
        if (wanted is not null && target.Child("audio")?.Child("input") is { } input
            && input.Child("turn_detection")?.Text("type") != wanted)
        {
            input.Remove("turn_detection");
        }

        Merge(target, settings);
    }

    private static void Merge(JsonObject target, JsonObject settings)
    {
        foreach (var (name, value) in settings)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing && !Whole.Contains(name))
            {
                Merge(existing, inner);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    // Who knows xAI may use its own, flat place.
    private static void MoveIn(JsonObject settings, string name, string direction)
    {
        if (settings.TryGetPropertyValue(name, out var value))
        {
            settings.Remove(name);
            var place = settings.Need("audio").Need(direction);
            if (!place.ContainsKey(name))
            {
                place[name] = value;
            }
        }
    }
}

using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <content>Answers that are dropped whole, since what they answer was blocked or masked.</content>
internal sealed partial class OutputGate
{
    private UnaskedDrop? _unasked;
    private AskedDrop? _asked;

    /// <summary>Gets or sets what runs when a dropped response is in nobody's way any more.</summary>
    public Action Freed { get; set; } = () => { };

    /// <summary>Gets a value indicating whether a dropped response still runs, or is about to, so that the provider would refuse another.</summary>
    public bool IsDropping => _asked is { IsInTheWay: true } || _responses.Values.Any(response => response.IsInTheWay);

    /// <summary>
    /// Has the next response that nobody asked for dropped. There may be none: a provider that forgets by a fresh connection answers nothing there.
    /// </summary>
    /// <param name="then">What follows, also when none comes in time.</param>
    public void DropUnasked(Action then)
    {
        var drop = _unasked = new UnaskedDrop(then);
        desk.After(CancelTimeout, () =>
        {
            if (_unasked == drop)
            {
                drop.Follow();
            }
        });
    }

    /// <summary>Has nothing dropped any more that nobody asked for: a new turn is there, whose answer comes next.</summary>
    public void KeepUnasked() => _unasked = null;

    /// <summary>
    /// Has the response dropped that was asked for and has not begun: the verdict about what it answers came first, and was no. The provider is told
    /// at once, and the client's next request waits for the response's end.
    /// </summary>
    /// <param name="isOutside">Whether it is one outside the conversation.</param>
    /// <param name="then">What follows when it has begun.</param>
    public void DropAsked(bool isOutside, Action then)
    {
        var drop = _asked = new AskedDrop(isOutside, then);
        if (!isOutside && !responses.IsRunning)
        {
            // It has no id yet; no other runs that could be meant.
            desk.SendUp(RealtimeEventType.ResponseCancel, []);
        }

        desk.After(CancelTimeout, () =>
        {
            drop.IsInTheWay = false;
            Freed();
        });
    }

    /// <summary>Notes that a response that was asked for will not begin.</summary>
    public void AskedFailed()
    {
        if (_asked is not null)
        {
            _asked = null;
            Freed();
        }
    }

    /// <summary>Cancels and drops the responses that wait for a verdict, which was no.</summary>
    /// <returns>Whether there was any.</returns>
    public bool CancelGated()
    {
        var gated = _responses.Values.Where(response => response.IsGated).ToArray();
        foreach (var response in gated)
        {
            var done = response.Queue.LastOrDefault(held => held.Message.Type == RealtimeEventType.ResponseDone);
            response.IsGated = false;
            response.Queue.Clear();
            Drop(response);
            if (done is not null)
            {
                EndIfDone(response, done.Message);
            }
        }

        return gated.Length > 0;
    }

    private bool DropsNew(string id, bool wasAsked, bool isOutside)
    {
        Action then;
        if (!wasAsked && !isOutside && _unasked is { } unasked)
        {
            (_unasked, then) = (null, unasked.Follow);
        }
        else if ((wasAsked || isOutside) && _asked is { } asked && asked.IsOutside == isOutside)
        {
            (_asked, then) = (null, asked.Then);
        }
        else
        {
            return false;
        }

        Drop(_responses[id] = new HeldResponse(id));
        then();
        return true;
    }

    private void Drop(HeldResponse response)
    {
        (response.IsDropped, response.IsInTheWay) = (true, true);
        Cancel(response);
        desk.After(CancelTimeout, () =>
        {
            if (response.IsInTheWay)
            {
                // What comes of it later is still nobody's.
                response.IsInTheWay = false;
                Freed();
            }
        });
    }
}

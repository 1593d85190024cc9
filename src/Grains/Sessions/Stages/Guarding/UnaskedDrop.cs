namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>A response that nobody asked for and that is to be dropped when it begins, if it ever does.</summary>
/// <param name="then">What follows then.</param>
internal sealed class UnaskedDrop(Action then)
{
    private Action? _then = then;

    /// <summary>Does what follows, once.</summary>
    public void Follow()
    {
        var follows = _then;
        _then = null;
        follows?.Invoke();
    }
}

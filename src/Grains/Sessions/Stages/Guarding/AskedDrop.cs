namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>A response that was asked for and is to be dropped when it begins.</summary>
/// <param name="isOutside">Whether it is one outside the conversation.</param>
/// <param name="then">What follows then.</param>
internal sealed class AskedDrop(bool isOutside, Action then)
{
    /// <summary>Gets a value indicating whether it is one outside the conversation.</summary>
    public bool IsOutside { get; } = isOutside;

    /// <summary>Gets what follows when it has begun.</summary>
    public Action Then { get; } = then;

    /// <summary>Gets or sets a value indicating whether the client's next request waits for its end.</summary>
    public bool IsInTheWay { get; set; } = true;
}

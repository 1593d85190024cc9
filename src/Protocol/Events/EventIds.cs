using System.Security.Cryptography;

namespace Realtime.Protocol.Events;

/// <summary>Random event ids under a prefix of their own, so that they clash neither with a provider's ids nor with each other.</summary>
/// <param name="random">Where the randomness comes from; must be safe to use from several threads if this is.</param>
public sealed class EventIds(RandomNumberGenerator random) : IEventIdSource
{
    /// <summary>What every id begins with. No provider's ids do.</summary>
    public const string Prefix = "event_rt_";

    private const int RandomBytes = 10;

    /// <inheritdoc/>
    public string Next()
    {
        Span<byte> bytes = stackalloc byte[RandomBytes];
        random.GetBytes(bytes);
        return Prefix + Convert.ToHexStringLower(bytes);
    }
}

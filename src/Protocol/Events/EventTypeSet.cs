namespace Realtime.Protocol.Events;

/// <summary>A set of event types, held as bits, so that "does anyone want this type" is one test on the frame path.</summary>
public readonly struct EventTypeSet : IEquatable<EventTypeSet>
{
    private readonly UInt128 _bits;

    private EventTypeSet(UInt128 bits) => _bits = bits;

    /// <summary>Gets the empty set.</summary>
    public static EventTypeSet None => default;

    /// <summary>Gets the set of every type, <see cref="RealtimeEventType.Unknown"/> included.</summary>
    public static EventTypeSet All => new(UInt128.MaxValue);

    /// <summary>Gets a value indicating whether the set is empty.</summary>
    public bool IsEmpty => _bits == UInt128.Zero;

    /// <summary>Makes a set.</summary>
    /// <param name="types">Its members.</param>
    /// <returns>The set.</returns>
    public static EventTypeSet Of(params ReadOnlySpan<RealtimeEventType> types)
    {
        var bits = UInt128.Zero;
        foreach (var type in types)
        {
            bits |= UInt128.One << (int)type;
        }

        return new EventTypeSet(bits);
    }

    /// <summary>Tests membership.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Whether it is in the set.</returns>
    public bool Contains(RealtimeEventType type) => ((_bits >> (int)type) & UInt128.One) != UInt128.Zero;

    /// <summary>Joins two sets.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>The union.</returns>
    public EventTypeSet Union(EventTypeSet other) => new(_bits | other._bits);

    /// <inheritdoc/>
    public bool Equals(EventTypeSet other) => _bits == other._bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventTypeSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bits.GetHashCode();

    /// <summary>Compares two sets.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they have the same members.</returns>
    public static bool operator ==(EventTypeSet left, EventTypeSet right) => left.Equals(right);

    /// <summary>Compares two sets.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether their members differ.</returns>
    public static bool operator !=(EventTypeSet left, EventTypeSet right) => !left.Equals(right);
}

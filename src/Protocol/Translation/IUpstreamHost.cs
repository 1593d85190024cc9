namespace Realtime.Protocol.Translation;

/// <summary>What a session does for the translator of its provider's connection.</summary>
public interface IUpstreamHost
{
    /// <summary>Gets the clock. A translator starts no timers of its own.</summary>
    TimeProvider Time { get; }

    /// <summary>Runs work after a while, when no other call of the translator is under way; what it sends leaves at once.</summary>
    /// <param name="delay">How long to wait.</param>
    /// <param name="work">The work; its sink forwards canonical events to the client and replies messages to the provider.</param>
    /// <returns>Dispose it to call the work off. The end of the connection calls it off too.</returns>
    IDisposable Schedule(TimeSpan delay, Action<IEventSink> work);

    /// <summary>Asks for a fresh connection in place of this one. Asking again with a more urgent cause hastens it.</summary>
    /// <param name="renewal">Why and by when.</param>
    void RequestRenewal(UpstreamRenewal renewal);

    /// <summary>Leaves something for the translator of the next connection, see <see cref="UpstreamStart.Carried"/>.</summary>
    /// <param name="state">It; null takes back what was left.</param>
    void Carry(object? state);
}

namespace Realtime.Protocol.Translation;

/// <summary>
/// A provider's translator that has something of its own to say beside answering messages: it speaks first on a fresh connection, keeps times,
/// and knows when its connection must be replaced.
/// </summary>
public interface IUpstreamTranslator : IEdgeTranslator
{
    /// <summary>
    /// Called once, after the connection was opened and before anything is read from it or sent to it.
    /// </summary>
    /// <param name="start">What the connection begins with.</param>
    /// <param name="host">What the session does for the translator for as long as the connection lasts.</param>
    /// <param name="sink">
    /// <see cref="IEventSink.Forward"/> takes canonical events for the client, the first of them <c>session.created</c> (of a connection that
    /// replaces another, the session keeps it from the client); <see cref="IEventSink.Reply"/> takes the first messages to the provider.
    /// </param>
    void Open(UpstreamStart start, IUpstreamHost host, IEventSink sink);
}

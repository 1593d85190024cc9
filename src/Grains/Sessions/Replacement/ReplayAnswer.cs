using Realtime.Protocol.Events;
using Realtime.Providers;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>What came from a fresh connection.</summary>
/// <param name="Event">The canonical event, when neither of the others holds.</param>
/// <param name="End">How the connection ended; null when it did not.</param>
/// <param name="IsQuiet">Whether nothing came.</param>
internal readonly record struct ReplayAnswer(EventMessage Event, UpstreamEnd? End, bool IsQuiet);

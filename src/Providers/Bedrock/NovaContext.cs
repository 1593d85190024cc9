using Realtime.Protocol.Translation;
using Realtime.Providers.Bedrock.Items;
using Realtime.Providers.Bedrock.Settings;

namespace Realtime.Providers.Bedrock;

/// <summary>What all parts of one stream's translation share.</summary>
internal sealed class NovaContext
{
    /// <summary>Gets where events go.</summary>
    public required NovaOutput Output { get; init; }

    /// <summary>Gets the session.</summary>
    public required NovaSession Session { get; init; }

    /// <summary>Gets the clock, timers and renewal.</summary>
    public required IUpstreamHost Host { get; init; }

    /// <summary>Gets what outlives the stream.</summary>
    public required NovaCarry Carry { get; init; }

    /// <summary>Gets the conversation's items.</summary>
    public required ItemStore Items { get; init; }

    /// <summary>Gets the conversation's id, the same on every stream of the session.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Gets the calls whose results this stream waits for.</summary>
    public HashSet<string> OpenCalls { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the texts that were sent to be answered, which the service may repeat as the user's words.</summary>
    public HashSet<string> Asked { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs work after a while.</summary>
    /// <param name="delay">How long to wait.</param>
    /// <param name="work">The work.</param>
    /// <returns>Dispose it to call the work off.</returns>
    public IDisposable After(TimeSpan delay, Action work) =>
        Host.Schedule(delay, sink => Output.With(sink, forwardsToClient: true, work));
}

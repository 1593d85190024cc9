namespace Realtime.Grains.Ledger.Sinks;

/// <summary>Sends rows to one kind of callback.</summary>
internal interface ISinkTarget
{
    /// <summary>Gets the kind.</summary>
    Configuration.CallbackKind Kind { get; }

    /// <summary>Sends rows.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="payloads">The rows, a JSON object each.</param>
    /// <param name="cancellationToken">It takes too long, or the process ends.</param>
    /// <returns>A task that ends when the other side has taken them; it throws when it has not.</returns>
    Task SendAsync(Configuration.CallbackTarget target, IReadOnlyList<string> payloads, CancellationToken cancellationToken);
}

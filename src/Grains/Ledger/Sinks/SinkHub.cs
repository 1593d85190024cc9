using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Configuration;
using Realtime.Configuration.Reload;

namespace Realtime.Grains.Ledger.Sinks;

/// <summary>Gives each configured callback a queue of its own, so that a slow one keeps neither sessions nor the others waiting.</summary>
internal sealed partial class SinkHub(
    ConfigStore config, IEnumerable<ISinkTarget> targets, TimeProvider time, ILogger<SinkHub> logger) : IUsageSink, IHostedService, IDisposable
{
    private readonly Dictionary<CallbackKind, ISinkTarget> _targets = targets.ToDictionary(target => target.Kind);
    private readonly ConcurrentDictionary<string, SinkQueue> _queues = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <inheritdoc/>
    public void Take(UsageRecord record)
    {
        var settings = config.Current.LiteLlm;
        if (settings.CallbackTargets.Count == 0)
        {
            return;
        }

        var payload = UsagePayload.Write(record, settings.RedactUserApiKeyInfo);
        foreach (var target in settings.CallbackTargets)
        {
            _queues.GetOrAdd(target.Name, name => new SinkQueue(
                (payloads, cancellationToken) => SendAsync(name, payloads, cancellationToken), lost => LogLost(lost, name), time, _stop.Token)).Add(payload);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // What is queued goes out once more; a callback that is away must not hold the stop up.
        await Task.WhenAll(_queues.Values.Select(queue => queue.EndAsync(TimeSpan.FromSeconds(3)))).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task<bool> SendAsync(string name, IReadOnlyList<string> payloads, CancellationToken cancellationToken)
    {
        // A reload may have given it another address.
        if (config.Current.LiteLlm.CallbackTargets.FirstOrDefault(one => one.Name == name) is not { } target)
        {
            return true;
        }

        try
        {
            await _targets[target.Kind].SendAsync(target, payloads, cancellationToken).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // Every kind has failures of its own; all of them are tried again, and their texts may name a credential.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(name, exception is HttpRequestException { StatusCode: { } status } ? "HTTP " + (int)status : exception.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(EventId = 1611, Level = LogLevel.Warning, Message = "The callback {Name} did not take rows of usage: {Failure}")]
    private partial void LogFailed(string name, string failure);

    [LoggerMessage(EventId = 1612, Level = LogLevel.Error, Message = "{Count} rows of usage for the callback {Name} are lost; the ledger has them")]
    private partial void LogLost(int count, string name);
}

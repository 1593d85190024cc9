using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Realtime.Hosting.Cluster;

/// <summary>Holds up a process's start until Redis answers, before anything else of it starts; ends with the process.</summary>
/// <param name="redis">Redis.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what is waited for.</param>
public sealed class RedisWaitService(ConfigurationOptions redis, TimeProvider time, ILogger<RedisWaitService> logger) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => RedisWait.UntilAnswersAsync(redis, time, logger, cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Realtime.Configuration.Reload;

/// <summary>Reloads the configuration when its files change: at once where the file system tells, else at the next look.</summary>
internal sealed partial class ConfigWatcher(
    ConfigStore store, IOptions<ConfigReloadOptions> options, TimeProvider time, ILogger<ConfigWatcher> logger) : BackgroundService
{
    private readonly Channel<bool> _signs = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (store.Source is null)
        {
            return;
        }

        FileSigns? signs = null;
        try
        {
            IReadOnlyList<string> watched = [];
            while (!stoppingToken.IsCancellationRequested)
            {
                // The includes may be others after a reload; and what changed before anybody listened is looked for at once.
                if (!watched.SequenceEqual(store.Files))
                {
                    signs?.Dispose();
                    watched = store.Files;
                    signs = Listen(watched);
                    store.ReloadIfChanged("the file changed");
                    continue;
                }

                if (await Heard(stoppingToken).ConfigureAwait(false))
                {
                    await Task.Delay(options.Value.Debounce, time, stoppingToken).ConfigureAwait(false);
                    _signs.Reader.TryRead(out _);
                }

                store.ReloadIfChanged("the file changed");
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
        finally
        {
            signs?.Dispose();
        }
    }

    private FileSigns Listen(IReadOnlyList<string> files)
    {
        var signs = new FileSigns(files, () => _signs.Writer.TryWrite(true));
        if (signs.Deaf)
        {
            LogDeaf(logger, options.Value.PollInterval);
        }

        return signs;
    }

    /// <summary>Waits for a sign, at most until the next look is due.</summary>
    /// <returns>Whether there was a sign.</returns>
    private async Task<bool> Heard(CancellationToken stoppingToken)
    {
        using var due = new CancellationTokenSource(options.Value.PollInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stoppingToken);
        try
        {
            await _signs.Reader.ReadAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "The file system does not tell of changed configuration files; they are looked at every {Interval}")]
    private static partial void LogDeaf(ILogger logger, TimeSpan interval);
}

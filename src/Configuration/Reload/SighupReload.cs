using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Realtime.Configuration.Reload;

/// <summary>Reloads the configuration when the process gets the signal SIGHUP, which would otherwise end it.</summary>
internal sealed class SighupReload(ConfigStore store) : IHostedService, IDisposable
{
    private PosixSignalRegistration? _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            store.Reload("SIGHUP");
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _registration?.Dispose();
        _registration = null;
    }
}
